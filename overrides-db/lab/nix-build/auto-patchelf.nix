# corepkgs' auto-patchelf, run by Debian's Python with pyelftools' wheel, told of Debian's libc.
{
  stdenv,
  runCommand,
  corepkgs,
}:
runCommand "auto-patchelf" { } ''
  mkdir -p $out/bin $out/bintools/nix-support $out/libc/lib
  cp ${corepkgs}/pkgs/auto-patchelf/source/auto-patchelf.py $out/auto-patchelf.py
  substituteInPlace $out/auto-patchelf.py --replace-fail @defaultBintools@ $out/bintools
  echo /lib64/ld-linux-x86-64.so.2 >$out/bintools/nix-support/dynamic-linker
  echo $out/libc >$out/bintools/nix-support/orig-libc
  for name in c m dl pthread rt util resolv nsl anl thread_db; do
    for file in /usr/lib/x86_64-linux-gnu/lib$name.so.*; do ln -s $file $out/libc/lib/; done
  done
  ln -s /usr/lib64/ld-linux-x86-64.so.2 $out/libc/lib/
  cat >$out/bin/auto-patchelf <<EOF
  #!/bin/sh
  NIX_BINTOOLS=$out/bintools PYTHONPATH=\$(echo /files/pyelftools-*.whl) exec /usr/bin/python3 $out/auto-patchelf.py "\$@"
  EOF
  chmod +x $out/bin/auto-patchelf
''
