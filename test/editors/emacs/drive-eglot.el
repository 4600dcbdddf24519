;;; drive-eglot.el --- Does in Emacs what a user of Eglot does  -*- lexical-binding: t -*-

;; Writes what the user sees as JSON to $REPORT. What to do is JSON in $TASK.

(load (expand-file-name "common.el" (file-name-directory load-file-name)) nil t)
(load (expand-file-name "~/.emacs.d/pyproject-nix-ls-eglot.el") nil t)
(require 'flymake)

;; An action edits default.nix, which is not visited: Eglot would ask.
(setq eglot-confirm-server-edits nil
      eglot-sync-connect 10)

(defun drive-actions ()
  (mapcar (lambda (action) (cons (plist-get action :title) action))
          (eglot-code-actions (line-beginning-position) (line-end-position))))

(drive-report
 (lambda ()
   (let ((manifest (find-file (drive-task 'manifest))))
     ;; In a batch there is no command loop to run what `eglot-ensure' puts off.
     (run-hooks 'post-command-hook)
     (drive-put 'attached (if (drive-wait #'eglot-managed-p) t :false))
     (drive-put 'root (directory-file-name (expand-file-name (project-root (eglot--project (eglot-current-server))))))
     (flymake-start)
     (drive-wait (lambda () (= (length (flymake-diagnostics)) (drive-task 'diagnostics))))
     (drive-put 'diagnostics
                (vconcat
                 (mapcar (lambda (one)
                           `((text . ,(buffer-substring-no-properties (flymake-diagnostic-beg one) (flymake-diagnostic-end one)))
                             (message . ,(substring-no-properties (flymake-diagnostic-text one)))))
                         (flymake-diagnostics))))
     (drive-go-to manifest (drive-task 'hover))
     (let (hover)
       (eglot-hover-eldoc-function (lambda (text &rest _) (setq hover text)))
       (drive-wait (lambda () hover))
       (drive-put 'hover (and hover (substring-no-properties hover))))
     (unless (drive-task 'typed) (throw 'done nil))
     (drive-put 'definition
                (drive-definition manifest (drive-task 'hover)
                                  (lambda () (xref-find-definitions "LSP identifier at point"))))
     (drive-put 'completion
                (drive-completion manifest (drive-task 'hover) (drive-task 'typed)
                                  #'eglot-completion-at-point))
     (eglot--signal-textDocument/didChange)
     (drive-go-to manifest (drive-task 'at))
     (let ((actions (drive-actions)))
       (drive-put 'actions (vconcat (mapcar #'car actions)))
       (eglot-execute (eglot-current-server) (cdr (assoc (drive-task 'copy) actions)))
       (drive-put 'copied (current-kill 0 t))
       (eglot-execute (eglot-current-server) (cdr (assoc (drive-task 'title) actions))))
     (drive-put 'nix (drive-text-of "default.nix"))
     (drive-put 'nixModified (if (buffer-modified-p (find-buffer-visiting "default.nix")) t :false))
     (eglot-shutdown (eglot-current-server)))))
;;; drive-eglot.el ends here
