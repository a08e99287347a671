package secrets

import (
	"fmt"
	"log/slog"
)

// A Secret is a value that must not be seen. Every way of printing it shows a mask: its length, and of a value of 12
// bytes or more the first four characters.
type Secret struct{ value string }

// String gives the mask.
func (s Secret) String() string {
	const shown, safe = 4, 12
	if len(s.value) < safe {
		return fmt.Sprintf("[%d characters]", len(s.value))
	}
	start := s.value[:shown]
	for i := range len(start) {
		if start[i] < ' ' || start[i] > '~' {
			return fmt.Sprintf("[%d characters]", len(s.value))
		}
	}
	return fmt.Sprintf("%s… [%d characters]", start, len(s.value))
}

// Format gives the mask for every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// GoString gives the mask.
func (s Secret) GoString() string { return s.String() }

// MarshalText gives the mask, to JSON and every other encoder that asks.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalJSON gives the mask.
func (s Secret) MarshalJSON() ([]byte, error) { return fmt.Appendf(nil, "%q", s.String()), nil }

// LogValue gives the mask.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
