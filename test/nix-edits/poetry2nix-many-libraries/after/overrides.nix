{ pkgs }:
self: super: {
  bar = super.bar.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [
      pkgs.zlib
      pkgs.libffi
      pkgs.openssl
    ];
  });
  pillow = super.pillow.overridePythonAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.pkg-config ];
    buildInputs = (old.buildInputs or [ ]) ++ [
      self.setuptools
      pkgs.freetype
      pkgs.lcms2
      pkgs.libjpeg
      pkgs.libtiff
      pkgs.libwebp
      pkgs.xorg.libxcb
      pkgs.zlib
    ];
  });
}
