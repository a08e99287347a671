module github.com/seaworthy-dev/seaworthy/testdata/oracle

go 1.26.0

require (
	github.com/seaworthy-dev/seaworthy v0.0.0
	github.com/tree-sitter/go-tree-sitter v0.25.0
	github.com/tree-sitter/tree-sitter-go v0.25.0
	github.com/tree-sitter/tree-sitter-java v0.23.5
	github.com/tree-sitter/tree-sitter-javascript v0.25.0
	github.com/tree-sitter/tree-sitter-python v0.25.0
	github.com/tree-sitter/tree-sitter-typescript v0.23.2
)

require github.com/tree-sitter/tree-sitter-c-sharp v0.23.1

require (
	github.com/mattn/go-pointer v0.0.1 // indirect
	github.com/tree-sitter/tree-sitter-php v0.23.11
	github.com/tree-sitter/tree-sitter-ruby v0.23.1
)

replace github.com/seaworthy-dev/seaworthy => ../..
