package document

func readYAML([]byte) (*Node, []Problem)       { return &Node{}, nil }
func readJSON([]byte) (*Node, []Problem)       { return &Node{}, nil }
func readTOML([]byte) (*Node, []Problem)       { return &Node{}, nil }
func readDockerfile([]byte) (*Node, []Problem) { return &Node{}, nil }
func readNginx([]byte) (*Node, []Problem)      { return &Node{}, nil }
func readEnv([]byte) (*Node, []Problem)        { return &Node{}, nil }
func readHCL([]byte) (*Node, []Problem)        { return &Node{}, nil }
