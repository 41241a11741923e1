package fleet

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLoad(t *testing.T) {
	t.Parallel()
	f, err := Load("fleet.yaml", []byte("targets:\n  - name: mock\n    target: "+
		"http://127.0.0.1:1/beta\n    wait: 3s\n  - name: ring-1.eu\n    target: "+
		"https://gateway.example/beta\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range f.Members {
		text := fmt.Sprintf("%d %s", m.Line, m.Name)
		for _, e := range m.Settings {
			text += fmt.Sprintf(" %s=%s:%d", e.Key, e.Value.Value, e.Pos.Line)
		}
		got = append(got, text)
	}
	want := []string{
		"2 mock target=http://127.0.0.1:1/beta:3 wait=3s:4",
		"5 ring-1.eu target=https://gateway.example/beta:6",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
}

func TestLoadSaysAllThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := Load("fleet.yaml", []byte("targets:\n  - target: a\n  - name: x/y\n  - name: one\n "+
		" - name: one\n  - text\nmore: 1\n"))
	if err == nil {
		t.Fatal("it was taken")
	}
	for _, want := range []string{
		`fleet.yaml:2:5: targets[0]: lacks "name"`,
		`fleet.yaml:3:11: targets[1].name: cannot name files`,
		`fleet.yaml:5:5: targets[3]: the name "one" is that of the target in line 4`,
		"fleet.yaml:6:5: targets[4]: a mapping is wanted", `fleet.yaml:7:1: unknown key […]`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
	if _, err := Load("fleet.yaml", []byte("targets: []\n")); err == nil ||
		!strings.Contains(err.Error(), "the list is empty") {
		t.Errorf("no target: %v", err)
	}
}

func TestShardsCoverEachTargetOnce(t *testing.T) {
	t.Parallel()
	f := &File{}
	for i := range 1000 {
		f.Members = append(f.Members, Member{Name: fmt.Sprintf("tenant-%d", i)})
	}
	for _, of := range []int{1, 2, 7, 40} {
		taken := map[string]int{}
		for i := range of {
			part := f.Of(Shard{i, of})
			if len(part) < 1000/of/2 {
				t.Errorf("shard %d of %d has %d targets", i, of, len(part))
			}
			for _, m := range part {
				taken[m.Name]++
			}
		}
		for _, m := range f.Members {
			if taken[m.Name] != 1 {
				t.Errorf("of %d shards %d take %s", of, taken[m.Name], m.Name)
			}
		}
	}
	// Who holds shards apart by name relies on this staying so.
	if got := f.Of(Shard{3, 40})[0].Name; got != firstOfThree {
		t.Errorf("the hash is not what it was: %s, not %s", got, firstOfThree)
	}
	if n := len(f.Of(Shard{})); n != 1000 {
		t.Errorf("no shard takes %d of 1000", n)
	}
}

func TestParseShard(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0/4": "0/4", "3/4": "3/4", "0/1": "0/1", "4/4": "of 4 parts the last is 3/4",
		"-1/4": "write i/n", "1": "write i/n", "a/b": "write i/n", "1/0": "write i/n",
	} {
		s, err := ParseShard(text)
		got := s.String()
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestOneTargetDoesNotStopTheRest(t *testing.T) {
	t.Parallel()
	var members []Member
	for i := range 20 {
		members = append(members, Member{Name: fmt.Sprint(i)})
	}
	var now, most atomic.Int32
	begun := make(chan struct{}, len(members))
	proceed := make(chan struct{})
	go func() {
		for range 3 {
			<-begun
		}
		close(proceed)
	}()
	got := map[string]string{}
	Run(t.Context(), members, 3, func(_ context.Context, m Member) (string, error) {
		most.Store(max(most.Load(), now.Add(1)))
		defer now.Add(-1)
		begun <- struct{}{}
		<-proceed
		if m.Name == "5" {
			return "", errors.New("five")
		}
		return m.Name, nil
	}, func(m Member, result string, err error) {
		if err != nil {
			result = err.Error()
		}
		got[m.Name] = result
	})
	if len(got) != 20 || got["3"] != "3" || got["5"] != "five" {
		t.Errorf("results: %v", got)
	}
	if most.Load() != 3 {
		t.Errorf("%d at a time, want 3", most.Load())
	}
}

func TestRunBeginsNoneAfterTheEnd(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	judged, reported := 0, 0
	Run(ctx, make([]Member, 5), 1, func(context.Context, Member) (int, error) {
		judged++
		cancel()
		return 0, nil
	}, func(_ Member, _ int, err error) {
		if errors.Is(err, context.Canceled) {
			reported++
		}
	})
	if judged != 1 || reported != 4 {
		t.Errorf("%d judged, %d reported as not begun; want 1 and 4", judged, reported)
	}
}

// firstOfThree is the first target of the shard 3/40.
const firstOfThree = "tenant-30"
