;;; pyproject-nix-ls-lsp-mode.el --- pyproject-nix-ls in lsp-mode  -*- lexical-binding: t -*-

;; For lsp-mode 9 and later: load this file, or copy it into your init file.

(require 'lsp-mode)

(add-to-list 'auto-mode-alist '("/\\(?:poetry\\|uv\\|pdm\\)\\.lock\\'" . conf-toml-mode))
(add-to-list 'lsp-language-id-configuration '(conf-toml-mode . "toml"))

(defun pyproject-nix-ls-file-p (file &rest _)
  "Whether pyproject-nix-ls reads FILE."
  (string-match-p
   "/\\(?:pyproject\\.toml\\|\\(?:poetry\\|uv\\|pdm\\)\\.lock\\|pylock\\.toml\\|[^/]*\\.nix\\)\\'"
   file))

(lsp-register-client
 (make-lsp-client
  :new-connection (lsp-stdio-connection '("pyproject-nix-ls" "--stdio"))
  :activation-fn #'pyproject-nix-ls-file-p
  ;; Beside other TOML and Nix servers.
  :add-on? t
  ;; Code actions that copy an override: into the kill ring.
  :custom-capabilities '((experimental . ((commands . ((commands . ["pyproject-nix-ls.copyOverride"]))))))
  :action-handlers (ht ("pyproject-nix-ls.copyOverride"
                        (lambda (action)
                          (kill-new (elt (lsp-get action :arguments) 0))
                          (message "Copied into the kill ring"))))
  :server-id 'pyproject-nix-ls))

(defun pyproject-nix-ls-ensure ()
  "Start lsp-mode in the files of a Python project that pyproject-nix-ls reads."
  (when (and buffer-file-name (pyproject-nix-ls-file-p buffer-file-name))
    (lsp-deferred)))

(add-hook 'toml-ts-mode-hook #'pyproject-nix-ls-ensure)
(add-hook 'conf-toml-mode-hook #'pyproject-nix-ls-ensure)

(provide 'pyproject-nix-ls-lsp-mode)
;;; pyproject-nix-ls-lsp-mode.el ends here
