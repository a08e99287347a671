package syntax

import "strings"

// What names of C# resolve to: as in Java, but for types no namespace is written, because `using` names none of the types
// it brings in. System.IO.File.Delete and File.Delete are both File.Delete.

// unspaced leaves the namespaces at the beginning of a name out.
func unspaced(name string) string {
	name = strings.TrimPrefix(name, "global.")
	first, rest, found := strings.Cut(name, ".")
	switch first {
	case "System", "Microsoft", "Newtonsoft", "MySql", "Npgsql", "Oracle":
	default:
		return name
	}
	for found && namespaces[first] {
		name = rest
		first, rest, found = strings.Cut(name, ".")
	}
	return name
}

// namespaces are the words that the well-known namespaces are made of.
var namespaces = func() map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(`System Microsoft Owin IO Net Http Text Security Cryptography X509Certificates Principal Xml
		XPath Xsl Linq Schema Data SqlClient Odbc OleDb Common EntityFrameworkCore Diagnostics Web Mvc UI WebControls Runtime
		Serialization Formatters Binary Soap Json AspNetCore Authentication Authorization JwtBearer Cookies Cors Infrastructure
		Hosting Builder Extensions Logging Configuration DependencyInjection IdentityModel Tokens Jwt Newtonsoft DirectoryServices
		Protocols AccountManagement Collections Generic Concurrent Threading Tasks RegularExpressions Reflection Sockets Mail
		Sqlite MySql MySqlClient Npgsql Oracle ManagedDataAccess Client Features Rendering Html Encodings DataProtection
		SessionState Script Services Identity Primitives Controllers ModelBinding Filters NetworkInformation Compression`) {
		set[word] = true
	}
	return set
}()
