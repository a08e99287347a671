package manifest

func readPackageJSON(string, []byte) Manifest      { return Manifest{} }
func readPackageLock(string, []byte) Manifest      { return Manifest{} }
func readYarnLock(string, []byte) Manifest         { return Manifest{} }
func readPnpmLock(string, []byte) Manifest         { return Manifest{} }
func readPnpmWorkspace(string, []byte) Manifest    { return Manifest{} }
func readRequirements(string, []byte) Manifest     { return Manifest{} }
func readPyproject(string, []byte) Manifest        { return Manifest{} }
func readUvLock(string, []byte) Manifest           { return Manifest{} }
func readPoetryLock(string, []byte) Manifest       { return Manifest{} }
func readGoMod(string, []byte) Manifest            { return Manifest{} }
func readGoSum(string, []byte) Manifest            { return Manifest{} }
func readDockerfileImages(string, []byte) Manifest { return Manifest{} }
func readWorkflow(string, []byte) Manifest         { return Manifest{} }

func isRequirements(string) bool { return false }
func isDockerfile(string) bool   { return false }
func isWorkflow(string) bool     { return false }
