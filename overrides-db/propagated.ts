/**
 * What nixpkgs' packages bring to whatever has them among its inputs: their `propagatedBuildInputs`, evaluated in corepkgs of 8
 * August 2026 (9c8533eb), which derives from nixpkgs; libmemcached's were read there. An attribute and what it brings, a line.
 */
const ROWS = `
aprutil: apr db expat libxcrypt openldap openssl
autoreconfHook: autoconf automake gettext libtool
aws-sdk-cpp: aws-crt-cpp
cairo: fontconfig freetype glib libpng pixman xorg.libX11 xorg.libXext xorg.libXrender xorg.libxcb zlib
cryptsetup: json-c libargon2 lvm2 openssl popt util-linux
cups: gmp
curl: brotli c-ares libidn2 libkrb5 libpsl libssh2 nghttp2 nghttp3 ngtcp2 openssl zlib zstd
dbus: expat
dbus-glib: dbus glib
flex: m4
fontconfig: freetype
freetype: brotli bzip2 libpng zlib
gdk-pixbuf: glib libjpeg libpng libtiff
glib: gettext libffi zlib
gnutls: nettle
gobject-introspection: glib libffi
gpgme: glib libassuan libgpg-error pth
harfbuzz: graphite2
hwloc: pciutils
json-glib: glib
libarchive: acl attr
libbsd: libmd
libedit: ncurses
libepoxy: libGL xorg.libX11
libfido2: openssl
libgbm: libdrm
libmemcached: cyrus_sasl
libpng: zlib
libsecret: glib
libssh2: openssl
libtool: m4
libunwind: xz
libusb1: systemd
libvorbis: libogg
llvm: ncurses zlib
llvmPackages.llvm: ncurses zlib
mpfr: gmp
nss: nspr
pango: cairo glib harfbuzz xorg.libXft
polkit: glib
protobuf: abseil-cpp
re2: abseil-cpp icu
readline: ncurses
rtmpdump: openssl zlib
spdlog: fmt
tk: tcl xorg.libXft
woff2: brotli
xorg.libICE: xorg.xorgproto
xorg.libSM: xorg.libICE xorg.xorgproto
xorg.libX11: xorg.xorgproto
xorg.libXaw: xorg.libXmu xorg.libXt xorg.xorgproto
xorg.libXext: xorg.libXau xorg.xorgproto
xorg.libXmu: xorg.libX11 xorg.libXt xorg.xorgproto
xorg.libXpm: xorg.libX11
xorg.libXrender: xorg.libX11 xorg.xorgproto
xorg.libXt: xorg.libSM xorg.libX11 xorg.xorgproto
`;

/** By attribute, in the names of today: what comes with it. */
export const PROPAGATED: readonly (readonly [string, readonly string[]])[] = ROWS.trim()
  .split('\n')
  .map((row) => {
    const [attr = '', brought = ''] = row.split(': ');
    return [attr, brought.split(' ')];
  });
