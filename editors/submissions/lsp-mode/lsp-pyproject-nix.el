;;; lsp-pyproject-nix.el --- lsp-mode client for pyproject-nix-ls -*- lexical-binding: t; -*-

;; Copyright (C) 2026 The pyproject-nix-ls contributors

;; Author: The pyproject-nix-ls contributors
;; Keywords: lsp, python, nix, toml

;; This program is free software; you can redistribute it and/or modify
;; it under the terms of the GNU General Public License as published by
;; the Free Software Foundation, either version 3 of the License, or
;; (at your option) any later version.

;; This program is distributed in the hope that it will be useful,
;; but WITHOUT ANY WARRANTY; without even the implied warranty of
;; MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
;; GNU General Public License for more details.

;; You should have received a copy of the GNU General Public License
;; along with this program.  If not, see <https://www.gnu.org/licenses/>.

;;; Commentary:

;; LSP client for Python's project and lock files, for people who package
;; Python with Nix.  It runs beside the clients for TOML and Nix.

;;; Code:

(require 'lsp-mode)

(defgroup lsp-pyproject-nix nil
  "LSP support for Python project and lock files, using pyproject-nix-ls."
  :group 'lsp-mode
  :link '(url-link "https://github.com/pyproject-nix-ls/pyproject-nix-ls"))

(defcustom lsp-pyproject-nix-server-command '("pyproject-nix-ls" "--stdio")
  "Command to start pyproject-nix-ls."
  :risky t
  :type '(repeat string)
  :group 'lsp-pyproject-nix
  :package-version '(lsp-mode . "10.0.0"))

(defconst lsp-pyproject-nix--files
  (rx "/" (or "pyproject.toml"
              (seq (or "poetry" "uv" "pdm") ".lock")
              (seq "pylock." (opt (one-or-more (not (any "/."))) ".") "toml")
              (seq "Pipfile" (opt ".lock"))
              (seq (zero-or-more (not "/")) (or "requirements" "constraints")
                   (zero-or-more (not "/")) "." (or "txt" "in"))
              (seq "requirements/" (zero-or-more (not "/")) "." (or "txt" "in"))
              (seq (zero-or-more (not "/")) ".nix"))
      string-end)
  "Names of the files that pyproject-nix-ls reads.")

(defun lsp-pyproject-nix--activate-p (file &rest _)
  "Whether pyproject-nix-ls reads FILE."
  (string-match-p lsp-pyproject-nix--files file))

(add-to-list 'lsp-language-id-configuration
             '("/\\(?:Pipfile\\|\\(?:poetry\\|uv\\|pdm\\)\\.lock\\)\\'" . "toml"))

(lsp-register-client
 (make-lsp-client
  :new-connection (lsp-stdio-connection (lambda () lsp-pyproject-nix-server-command))
  :activation-fn #'lsp-pyproject-nix--activate-p
  :priority -2
  :add-on? t
  :custom-capabilities '((experimental . ((commands . ((commands . ["pyproject-nix-ls.copyOverride"]))))))
  :action-handlers (ht ("pyproject-nix-ls.copyOverride"
                        (lambda (action)
                          (kill-new (elt (lsp-get action :arguments) 0))
                          (message "Copied into the kill ring"))))
  :server-id 'pyproject-nix-ls))

(lsp-consistency-check lsp-pyproject-nix)

(provide 'lsp-pyproject-nix)
;;; lsp-pyproject-nix.el ends here
