final: prev: {
  bar = prev.bar.override { preferWheel = true; };
}
