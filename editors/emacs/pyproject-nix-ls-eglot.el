;;; pyproject-nix-ls-eglot.el --- pyproject-nix-ls in Eglot  -*- lexical-binding: t -*-

;; For Emacs 29 and later: load this file, or copy it into your init file.

(require 'eglot)

(add-to-list 'auto-mode-alist '("/\\(?:Pipfile\\|\\(?:poetry\\|uv\\|pdm\\)\\.lock\\)\\'" . conf-toml-mode))

;; Modes of their own, so that Eglot asks no other server of yours for them.
(define-derived-mode pyproject-nix-ls-requirements-mode conf-unix-mode "Requirements")
(define-derived-mode pyproject-nix-ls-pipfile-lock-mode js-json-mode "Pipfile.lock")
(add-to-list 'auto-mode-alist '("/Pipfile\\.lock\\'" . pyproject-nix-ls-pipfile-lock-mode))
(add-to-list 'auto-mode-alist
             '("/\\(?:[^/]*\\(?:requirements\\|constraints\\)[^/]*\\|requirements/[^/]*\\)\\.\\(?:txt\\|in\\)\\'"
               . pyproject-nix-ls-requirements-mode))

(defclass pyproject-nix-ls-server (eglot-lsp-server) ()
  :documentation "A pyproject-nix-ls.")

(add-to-list 'eglot-server-programs
             '((toml-ts-mode (conf-toml-mode :language-id "toml")
                (pyproject-nix-ls-requirements-mode :language-id "requirements")
                (pyproject-nix-ls-pipfile-lock-mode :language-id "json"))
               . (pyproject-nix-ls-server "pyproject-nix-ls" "--stdio")))

;; Code actions that copy an override: into the kill ring.
(cl-defmethod eglot-client-capabilities :around ((_server pyproject-nix-ls-server))
  (plist-put (cl-call-next-method) :experimental
             '(:commands (:commands ["pyproject-nix-ls.copyOverride"]))))

(cl-defmethod eglot-execute :around ((_server pyproject-nix-ls-server) action)
  (if (equal (plist-get action :command) "pyproject-nix-ls.copyOverride")
      (progn (kill-new (elt (plist-get action :arguments) 0))
             (message "Copied into the kill ring"))
    (cl-call-next-method)))

(defun pyproject-nix-ls-ensure ()
  "Start Eglot in the files of a Python project that pyproject-nix-ls reads."
  (when (and buffer-file-name
             (string-match-p
              "/\\(?:pyproject\\.toml\\|\\(?:poetry\\|uv\\|pdm\\)\\.lock\\|pylock\\.\\(?:[^/.]+\\.\\)?toml\\|Pipfile\\)\\'"
              buffer-file-name))
    (eglot-ensure)))

(add-hook 'toml-ts-mode-hook #'pyproject-nix-ls-ensure)
(add-hook 'conf-toml-mode-hook #'pyproject-nix-ls-ensure)
(add-hook 'pyproject-nix-ls-requirements-mode-hook #'eglot-ensure)
(add-hook 'pyproject-nix-ls-pipfile-lock-mode-hook #'eglot-ensure)

(provide 'pyproject-nix-ls-eglot)
;;; pyproject-nix-ls-eglot.el ends here
