;;; pyproject-nix-ls-lsp-mode.el --- pyproject-nix-ls in lsp-mode  -*- lexical-binding: t -*-

;; For lsp-mode 9 and later: load this file, or copy it into your init file.

(require 'lsp-mode)

(defconst pyproject-nix-ls-requirements
  "/\\(?:[^/]*\\(?:requirements\\|constraints\\)[^/]*\\|requirements/[^/]*\\)\\.\\(?:txt\\|in\\)\\'"
  "Names of requirements files.")

(add-to-list 'auto-mode-alist '("/\\(?:Pipfile\\|\\(?:poetry\\|uv\\|pdm\\)\\.lock\\)\\'" . conf-toml-mode))
(add-to-list 'auto-mode-alist '("/Pipfile\\.lock\\'" . js-json-mode))
(add-to-list 'auto-mode-alist (cons pyproject-nix-ls-requirements 'conf-unix-mode))
(add-to-list 'lsp-language-id-configuration '(conf-toml-mode . "toml"))
(add-to-list 'lsp-language-id-configuration '(js-json-mode . "json"))
(add-to-list 'lsp-language-id-configuration (cons pyproject-nix-ls-requirements "requirements"))

(defun pyproject-nix-ls-file-p (file &rest _)
  "Whether pyproject-nix-ls reads FILE."
  (or (string-match-p pyproject-nix-ls-requirements file)
      (string-match-p
       "/\\(?:pyproject\\.toml\\|\\(?:poetry\\|uv\\|pdm\\)\\.lock\\|pylock\\.\\(?:[^/.]+\\.\\)?toml\\|Pipfile\\(?:\\.lock\\)?\\|[^/]*\\.nix\\)\\'"
       file)))

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
(add-hook 'conf-unix-mode-hook #'pyproject-nix-ls-ensure)
(add-hook 'js-json-mode-hook #'pyproject-nix-ls-ensure)

(provide 'pyproject-nix-ls-lsp-mode)
;;; pyproject-nix-ls-lsp-mode.el ends here
