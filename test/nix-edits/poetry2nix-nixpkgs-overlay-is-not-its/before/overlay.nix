final: prev: {
  hello = prev.hello.overrideScope (self: super: { });
}
