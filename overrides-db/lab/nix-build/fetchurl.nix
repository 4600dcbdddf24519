# What was downloaded beforehand, by the name of its file, its hash checked.
{ system }:
{
  name ? baseNameOf (if urls != [ ] then builtins.head urls else url),
  url ? "",
  urls ? [ ],
  hash ? "",
  sha256 ? "",
  ...
}@args:
derivation {
  inherit name system;
  builder = "/bin/sh";
  args = [
    "-c"
    "cp /files/${name} $out; exit 0"
  ];
  PATH = "/usr/bin";
  outputHashMode = if args.recursiveHash or false then "recursive" else "flat";
  outputHash = if hash != "" then hash else sha256;
  outputHashAlgo = if hash != "" then null else "sha256";
}
// {
  inherit name url;
  urls = if urls != [ ] then urls else [ url ];
}
