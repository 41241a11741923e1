package output

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"example.com/toeline/harness/cmd/toeline/internal/app"
	"example.com/toeline/harness/cmd/toeline/internal/flag"
	"example.com/toeline/harness/internal/outfile"
)

// secretFiles are the variables that name files which a sign-in reads.
var secretFiles = []string{
	"AZURE_FEDERATED_TOKEN_FILE",
	"AZURE_CLIENT_CERTIFICATE_PATH",
	"SSL_CERT_FILE",
}

// Apart refuses an output that would replace what is read, what another output writes, or what the
// standard streams are redirected to. Journals may be shared: entries are appended.
func Apart(a app.App, reads, writes []flag.File) error {
	var inputs, outputs []outfile.Named
	for _, f := range reads {
		inputs = append(inputs, named(f))
	}
	for _, name := range secretFiles {
		if path := a.EnvOr(name, ""); path != "" {
			inputs = append(inputs, outfile.Named{By: name, Path: path})
		}
	}
	for i, stream := range []any{a.Stdin, a.Stdout, a.Stderr} {
		if file, ok := stream.(*os.File); ok && regular(file) {
			name := []string{"stdin", "stdout", "stderr"}[i]
			inputs = append(inputs, outfile.Named{By: name, File: file})
		}
	}
	shared := map[flag.File]bool{}
	for _, f := range writes {
		if f.Flag == "journal" && shared[f] {
			continue
		}
		shared[f] = true
		outputs = append(outputs, named(f))
	}
	return outfile.Apart(inputs, outputs)
}

// Check is Apart for a command whose flags name all that it writes; args are arguments that may be
// files to read. Whether the files can be written is tried.
func Check(a app.App, set *pflag.FlagSet, args ...string) error {
	reads, writes := flag.Files(set)
	for _, arg := range args {
		if info, err := os.Stat(arg); err == nil && info.Mode().IsRegular() {
			reads = append(reads, flag.File{Path: arg})
		}
	}
	for _, f := range writes {
		if err := outfile.Usable(f.Path); err != nil {
			return fmt.Errorf("--%s %w", f.Flag, err)
		}
	}
	return Apart(a, reads, writes)
}

func named(f flag.File) outfile.Named {
	if f.Flag == "" {
		return outfile.Named{By: f.Path, Path: f.Path}
	}
	return outfile.Named{By: "--" + f.Flag, Path: f.Path}
}

func regular(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode().IsRegular()
}
