package report

import (
	"compress/gzip"
	"encoding/json"

	"github.com/seaworthy-dev/seaworthy/finding"
)

// maxBytes leaves room below the 10 MB (compressed) that code scanning takes, for rules and properties.
const maxBytes = 8 << 20

// fitting gives as many findings as a file for code scanning may hold, from the front. size writes one as it will stand
// in the file. Compressed size is only measured when the plain size says that it could matter.
func fitting(findings []finding.Finding, size func(finding.Finding) any) []finding.Finding {
	findings = findings[:min(len(findings), maxResults)]
	const typical = 1 << 10
	if len(findings)*typical < maxBytes {
		return append([]finding.Finding(nil), findings...)
	}
	var out counter
	zip := gzip.NewWriter(&out)
	encoder := json.NewEncoder(zip)
	for i, f := range findings {
		if encoder.Encode(size(f)) != nil || i%256 == 0 && zip.Flush() != nil || out > maxBytes {
			return append([]finding.Finding(nil), findings[:i]...)
		}
	}
	return append([]finding.Finding(nil), findings...)
}

func (s *sarifWriter) size(f finding.Finding) any { return s.result(f) }

// A counter is a writer that only counts.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
