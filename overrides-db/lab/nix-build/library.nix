# Debian packages as one store path, as a library or a program of nixpkgs would be: the multiarch folders flattened, paths
# in .pc files, scripts and CMake's files rewritten, what they link found by a run path.
{ lib, runCommand }:
name: debs:
let
  path = runCommand name { } ''
    mkdir -p $out
    for deb in ${lib.escapeShellArgs debs}; do
      [ ! -d /debs/$deb/usr ] || cp -a --no-preserve=ownership /debs/$deb/usr/. $out/
      chmod -R u+w $out
    done
    rm -rf $out/share/{doc,man,lintian,bug,locale}
    for folder in lib include; do
      [ -d $out/$folder/x86_64-linux-gnu ] || continue
      cp -a $out/$folder/x86_64-linux-gnu/. $out/$folder/
      rm -r $out/$folder/x86_64-linux-gnu
      ln -s . $out/$folder/x86_64-linux-gnu
    done
    find $out -type l -lname '/usr/*' | while read -r link; do
      target=$out/$(readlink $link | cut -c6-)
      if [ -e "$target" ]; then ln -sfn "$target" "$link"; fi
    done
    # The library itself may be part of the root.
    find $out -xtype l | while read -r link; do
      file=/usr/lib/x86_64-linux-gnu/$(basename $(readlink $link))
      rm $link
      [ -e $file ] || continue
      cp -L $file $link
      # What links it asks for it by its own name.
      soname=$(/usr/bin/patchelf --print-soname $file 2>/dev/null || true)
      if [ -n "$soname" ] && [ ! -e $(dirname $link)/$soname ]; then cp -L $file $(dirname $link)/$soname; fi
    done
    find $out -type f \( -name '*.pc' -o -name '*.cmake' -o -name '*.la' -o -path '*/bin/*' \) |
      while read -r file; do
        if grep -qI . $file; then
          sed -i -E "s,/usr/(include|lib|share|bin),$out/\1,g; s,=([\"']?)/usr([\"']?)\$,=\1$out\2," $file
          # Interpreters stay Debian's.
          sed -i "1s,^#! *$out/bin/,#!/usr/bin/," $file
        fi
      done
    find $out -type f \( -name '*.so' -o -name '*.so.*' -o -path '*/bin/*' \) | while read -r file; do
      if [ "$(head -c 4 $file | tail -c 3)" = ELF ]; then /usr/bin/patchelf --set-rpath $out/lib $file || true; fi
    done
    exit 0
  '';
  library = path // {
    pname = name;
    # Attributes that nixpkgs has as outputs of it.
    dev = library;
    lib = library;
    bin = library;
    pg_config = program "pg_config";
    client = library;
    llvm = library;
  };
  program =
    file:
    runCommand file { } ''
      mkdir -p $out/bin
      ln -s ${path}/bin/${file} $out/bin/
    '';
in
library
