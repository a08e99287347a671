package cmd

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/seaworthy-dev/seaworthy/report"
	"github.com/seaworthy-dev/seaworthy/source"
)

// A screen is where a command writes and what it may do there.
type screen struct {
	stdout, stderr io.Writer
	width          int
	color          bool
	links          bool
	live           bool // stderr is a terminal: progress may be shown
}

// readScreen looks at the outputs and the environment, once.
func readScreen(stdout, stderr io.Writer) screen {
	s := screen{stdout: stdout, stderr: stderr}
	out, isTTY := terminal(stdout)
	s.color = report.ColorFor(os.Getenv, isTTY)
	s.links = isTTY && s.color && os.Getenv("CI") == "" && os.Getenv("TERM") != "linux"
	if columns, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && columns > 0 {
		s.width = columns
	} else if isTTY {
		if width, _, err := term.GetSize(out); err == nil {
			s.width = width
		}
	}
	_, s.live = terminal(stderr)
	s.live = s.live && os.Getenv("CI") == "" && os.Getenv("TERM") != "dumb"
	return s
}

func terminal(w io.Writer) (fd int, ok bool) {
	f, ok := w.(*os.File)
	if !ok {
		return 0, false
	}
	return int(f.Fd()), term.IsTerminal(int(f.Fd()))
}

// userFiles are the user's own git settings that matter to a walk.
type userFiles struct{ ignore []byte }

func readUserFiles() userFiles {
	home, err := os.UserHomeDir()
	if err != nil {
		return userFiles{}
	}
	xdg := os.Getenv("XDG_CONFIG_HOME")
	config, err := readNamed(filepath.Join(home, ".gitconfig"))
	if err != nil {
		config = nil // most people have none
	}
	ignore, err := readNamed(source.GlobalIgnorePath(config, home, xdg))
	if err != nil {
		return userFiles{}
	}
	return userFiles{ignore}
}

// progress shows how far a scan is, on a terminal, once it takes longer than a blink.
type progress struct {
	to    io.Writer // nil: nowhere
	now   func() time.Time
	start time.Time

	mu    sync.Mutex
	last  time.Time
	shown bool
}

const (
	progressAfter = 300 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

func (s screen) progress(now func() time.Time) *progress {
	p := &progress{now: now, start: now()}
	if s.live {
		p.to = s.stderr
	}
	return p
}

func (p *progress) show(done, total int) {
	if p.to == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := p.now(); now.Sub(p.start) >= progressAfter && now.Sub(p.last) >= progressEvery {
		p.last, p.shown = now, true
		fmt.Fprintf(p.to, "\r\x1b[K%d of %d files", done, total)
	}
}

func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.to, "\r\x1b[K")
		p.shown = false
	}
}
