# What a stdenv has on its PATH: the programs of coreutils, findutils, diffutils, sed, grep, awk, tar, the compressors,
# make, bash, patch, file and xz.
[
  "[" "base64" "basename" "bash" "bunzip2" "bzip2" "cat" "chmod" "chown" "cksum" "cmp" "comm" "cp" "cut" "date"
  "dd" "diff" "dirname" "du" "echo" "egrep" "env" "expand" "expr" "false" "fgrep" "file" "find" "fmt" "fold" "grep"
  "gunzip" "gzip" "head" "hostname" "id" "install" "join" "link" "ln" "ls" "make" "md5sum" "mkdir" "mkfifo" "mktemp" "mv"
  "nl" "nproc" "od" "paste" "patch" "patchelf" "printenv" "printf" "ps" "pwd" "readlink" "realpath" "rm" "rmdir" "sed" "seq" "sh"
  "sha1sum" "sha256sum" "sha512sum" "shuf" "sleep" "sort" "split" "stat" "stdbuf" "stty" "sum" "tac" "tail" "tar" "tee"
  "test" "timeout" "touch" "tr" "true" "truncate" "tsort" "tty" "uname" "unexpand" "uniq" "unlink" "unxz" "wc"   "whoami" "xargs" "xz" "xzcat" "yes" "zcat" "zgrep"
]
