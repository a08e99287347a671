// Package secrets finds credentials in text: by gitleaks's rules, and by what no such rule sees.
package secrets

const checkID = "secrets"
