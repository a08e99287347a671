package secrets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestSecretMasksItself(t *testing.T) {
	const value = "tok_0123456789abcdef"
	s := Secret{value}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("found", "secret", s, "in", struct{ S Secret }{s})
	encoded, err := json.Marshal(map[string]any{"a": s, "b": []Secret{s}, "c": match{secret: s}})
	if err != nil {
		t.Fatal(err)
	}
	outputs := []string{log.String(), string(encoded)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		outputs = append(outputs, fmt.Sprintf(verb, s), fmt.Sprintf(verb, &s), fmt.Sprintf(verb, []Secret{s}))
	}
	for _, out := range outputs {
		if strings.Contains(out, value[4:]) || strings.Contains(out, fmt.Sprintf("%x", value[4:])) {
			t.Errorf("%q shows the value", out)
		}
	}
	for value, want := range map[string]string{"short": "[5 characters]", "tok_01234567": "tok_… [12 characters]", "éé\x00456789012": "[14 characters]"} {
		if got := (Secret{value}).String(); got != want {
			t.Errorf("mask %q, want %q", got, want)
		}
	}
}
