module preflight/probe

go 1.26
