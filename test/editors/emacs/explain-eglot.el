;;; explain-eglot.el --- Explains a build in Emacs as docs/editors.md shows it  -*- lexical-binding: t -*-

;; Writes what the user sees as JSON to $REPORT.

(load (expand-file-name "common.el" (file-name-directory load-file-name)) nil t)
(load (expand-file-name "~/.emacs.d/pyproject-nix-ls-eglot.el") nil t)
(load (expand-file-name "~/.emacs.d/explain.el") nil t)
(require 'flymake)

(setq eglot-confirm-server-edits nil
      eglot-sync-connect 10)

(defun explain-told ()
  "What the diagnostics of the buffer say of failed builds."
  (delq nil
        (mapcar (lambda (one)
                  (let ((text (substring-no-properties (flymake-diagnostic-text one))))
                    (and (string-match-p "failed to build" text)
                         (format "%s: %s"
                                 (buffer-substring-no-properties (flymake-diagnostic-beg one)
                                                                 (flymake-diagnostic-end one))
                                 text))))
                (flymake-diagnostics))))

(drive-report
 (lambda ()
   (find-file "pyproject.toml")
   ;; In a batch there is no command loop to run what `eglot-ensure' puts off.
   (run-hooks 'post-command-hook)
   (unless (drive-wait #'eglot-managed-p) (error "Eglot does not manage pyproject.toml"))
   (flymake-start)
   (drive-wait #'flymake-diagnostics)
   (drive-put 'before (length (explain-told)))
   (explain-build (expand-file-name "build.log"))
   (drive-wait (lambda () (flymake-start) (explain-told)) 20)
   (drive-put 'told (vconcat (explain-told)))
   (eglot-shutdown (eglot-current-server))))
;;; explain-eglot.el ends here
