package scan

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seaworthy-dev/seaworthy/finding"
	"github.com/seaworthy-dev/seaworthy/source"
)

// run is how many files a worker takes at once.
const run = 8

// A crew is the map phase: workers that take files in small runs of the listing, and a watch that replaces one that is
// stuck.
type crew struct {
	*runner
	listing *source.Listing
	states  []fileState
	next    atomic.Int64

	mu      sync.Mutex // of workers
	workers []*worker
	wg      sync.WaitGroup // of those that aren't given up
}

// A worker scans files one after the other.
type worker struct {
	*runner
	reader  *source.Reader
	buffers *hitBuffers
	cancel  context.CancelFunc

	end   int          // of the run in hand
	since atomic.Int64 // when it took up the file in hand, in nanoseconds since the crew began
	file  atomic.Int64 // in hand; idle or gone when there is none
}

const (
	idle = -1
	gone = -2 // the watch has answered for the file in hand and sent another worker for the rest of its run
)

// files sends every file of the listing through the checks.
func (r *runner) files(ctx context.Context, listing *source.Listing) []fileState {
	c := &crew{runner: r, listing: listing, states: make([]fileState, len(listing.Files))}
	r.outcomes = make([][]checked, len(listing.Files))
	r.total = len(listing.Files)
	start := time.Now()
	for range r.options.Workers {
		c.send(ctx, start, 0, 0)
	}
	done := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		c.watch(ctx, start, done)
		close(watched)
	}()
	c.wg.Wait()
	close(done)
	<-watched
	return c.states
}

// send starts a worker with a run of the listing; it takes others when it is through.
func (c *crew) send(ctx context.Context, start time.Time, from, to int) {
	ctx, cancel := context.WithCancel(ctx)
	w := &worker{runner: c.runner, reader: c.tree.NewReader(), buffers: newHitBuffers(c.plan), cancel: cancel}
	w.file.Store(idle)
	c.mu.Lock()
	c.workers = append(c.workers, w)
	c.mu.Unlock()
	c.wg.Add(1)
	go func() {
		defer w.reader.Close()
		if c.work(ctx, w, start, from, to) {
			cancel()
			c.wg.Done()
		}
	}()
}

// work goes on until no file is left, and tells whether the worker was not given up.
func (c *crew) work(ctx context.Context, w *worker, start time.Time, from, to int) bool {
	for {
		w.end = to
		for i := from; i < to; i++ {
			if ctx.Err() != nil {
				return true
			}
			w.since.Store(int64(time.Since(start)))
			w.file.Store(int64(i))
			state, outcomes := w.scan(ctx, c.listing.Files[i])
			if !w.file.CompareAndSwap(int64(i), idle) {
				return false
			}
			c.states[i], c.outcomes[i] = state, outcomes
			c.step()
		}
		high := int(c.next.Add(run))
		if from, to = high-run, min(high, c.total); from >= to {
			return true
		}
	}
}

// watch gives up workers that take too long over a file, until done. What such a worker still computes is lost.
func (c *crew) watch(ctx context.Context, start time.Time, done <-chan struct{}) {
	limit := c.options.FileTime
	tick := time.NewTicker(max(min(limit/20, grace/5), time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
		}
		c.mu.Lock()
		workers := c.workers
		c.mu.Unlock()
		for _, w := range workers {
			i, took := w.file.Load(), time.Since(start)-time.Duration(w.since.Load())
			if i < 0 || took < limit && (ctx.Err() == nil || took < grace) || !w.file.CompareAndSwap(i, gone) {
				continue
			}
			name := c.listing.Files[i].Path
			c.states[i].gap = &finding.Gap{
				Path: name, Kind: KindOf(name), Reason: finding.TooSlow, Minor: !source.RoleOf(name).Deployed(),
				Detail: fmt.Sprintf("given up after %v: please report it", took.Round(time.Millisecond)),
			}
			w.cancel()
			c.step()
			c.send(ctx, start, int(i)+1, w.end)
			c.wg.Done()
		}
	}
}

// grace is how long a file may take after an interrupt.
const grace = time.Second

func (r *runner) step() {
	if n := int(r.done.Add(1)); r.options.Progress != nil && (n%64 == 0 || n == r.total) {
		r.options.Progress(n, r.total)
	}
}

func (w *worker) scan(ctx context.Context, e source.Entry) (fileState, []checked) {
	raw, err := w.reader.Read(e)
	if err != nil {
		return unread(e.Path, raw, err), nil
	}
	text, binary := decode(raw)
	state := fileState{read: true, size: int64(len(raw)), binary: binary}
	if binary {
		return state, nil
	}
	u := NewUnit(e.Path, "", text)
	state.kind = u.Kind
	if isPointer(text) {
		gap := u.Gap(0, finding.Pointer, "the content is kept in Git LFS and is not in this checkout: run git lfs pull")
		state.gap = &gap
		return state, nil
	}
	var outcomes []checked
	for _, c := range w.plan.wanted(u, w.buffers) {
		o := w.guard(u.Path, u.Kind, u.Role, c, func() (Outcome, error) {
			return w.checks[c].File(ctx, &Unit{content: u.content, Hits: w.buffers.hits(c)})
		})
		for i := range o.Facts {
			o.Facts[i].Path = u.Path
		}
		outcomes = append(outcomes, checked{c, o})
	}
	state.hidden = show(u, outcomes)
	return state, outcomes
}

func unread(name string, head []byte, err error) fileState {
	gap := finding.Gap{Path: name, Kind: KindOf(name), Reason: finding.Unreadable, Detail: err.Error(), Minor: !source.RoleOf(name).Deployed()}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fileState{}
	case errors.Is(err, source.ErrTooLarge):
		if _, binary := decode(head); binary {
			return fileState{read: true, binary: true}
		}
		gap.Reason, gap.Detail = finding.TooLarge, "larger than the size limit (--max-size)"
	default:
		if p, ok := errors.AsType[*fs.PathError](err); ok {
			gap.Detail = p.Err.Error()
		}
	}
	return fileState{gap: &gap}
}

// guard runs one check and turns an error or a panic into a gap: one file's trouble is never the end of the run.
func (r *runner) guard(name, kind string, role source.Role, c int, run func() (Outcome, error)) (o Outcome) {
	gap := finding.Gap{Path: name, Kind: kind, Check: r.infos[c].ID, Minor: name != "" && !role.Deployed()}
	defer func() {
		if trouble := recover(); trouble != nil {
			gap.Reason, gap.Detail = finding.Panicked, fmt.Sprintf("the %s check crashed here: please report it", r.infos[c].ID)
			o = Outcome{Gaps: []finding.Gap{gap}}
			if r.options.Debug != nil {
				r.options.Debug(fmt.Sprintf("%s: %v\n%s", name, trouble, debug.Stack()))
			}
		}
	}()
	o, err := run()
	if err != nil && !errors.Is(err, context.Canceled) {
		gap.Reason, gap.Detail = finding.Malformed, err.Error()
		o.Gaps = append(o.Gaps, gap)
	}
	return o
}
