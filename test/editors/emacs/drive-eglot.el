;;; drive-eglot.el --- Does in Emacs what a user of Eglot does  -*- lexical-binding: t -*-

;; Writes what the user sees as JSON to $REPORT. What to do is JSON in $TASK.

(load (expand-file-name "common.el" (file-name-directory load-file-name)) nil t)
(load (expand-file-name "~/.emacs.d/init.el") nil t)
(require 'flymake)

;; An action edits default.nix, which is not visited: Eglot would ask.
(setq eglot-confirm-server-edits nil
      eglot-sync-connect 10)

(defun drive-actions ()
  (mapcar (lambda (action) (cons (plist-get action :title) action))
          (eglot-code-actions (line-beginning-position) (line-end-position))))

(defun drive-attach (file)
  "Visit FILE and wait until Eglot manages it."
  (prog1 (find-file file)
    ;; In a batch there is no command loop to run what `eglot-ensure' puts off.
    (run-hooks 'post-command-hook)
    (unless (drive-wait #'eglot-managed-p) (error "Eglot does not manage %s" file))))

(defun drive-diagnostics ()
  (mapcar (lambda (one)
            `((text . ,(buffer-substring-no-properties (flymake-diagnostic-beg one) (flymake-diagnostic-end one)))
              (message . ,(substring-no-properties (flymake-diagnostic-text one)))))
          (flymake-diagnostics)))

(defun drive-hover ()
  (let (hover)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq hover text)))
    (drive-wait (lambda () hover))
    (and hover (substring-no-properties hover))))

(drive-report
 (lambda ()
   (let ((manifest (drive-attach (drive-task 'manifest))))
     (drive-put 'root (directory-file-name (expand-file-name (project-root (eglot--project (eglot-current-server))))))
     (flymake-start)
     (drive-wait (lambda () (= (length (drive-diagnostics)) (drive-task 'diagnostics))))
     (drive-put 'diagnostics (vconcat (drive-diagnostics)))
     (drive-go-to manifest (drive-task 'hover))
     (drive-put 'hover (drive-hover))
     (when (drive-task 'typed)
       (drive-put 'definition
                  (drive-definition manifest (drive-task 'hover)
                                    (lambda () (xref-find-definitions "LSP identifier at point"))))
       (drive-put 'completion
                  (drive-completion manifest (drive-task 'hover) (drive-task 'typed)
                                    #'eglot-completion-at-point))
       (eglot--signal-textDocument/didChange))
     (when (drive-task 'lock)
       (drive-go-to (drive-attach (drive-task 'lock)) (drive-task 'locked))
       (drive-put 'lockHover (drive-hover)))
     (drive-go-to manifest (drive-task 'at))
     (let ((actions (drive-actions)))
       (drive-put 'actions (vconcat (mapcar #'car actions)))
       (when (drive-task 'copy)
         (eglot-execute (eglot-current-server) (cdr (assoc (drive-task 'copy) actions)))
         (drive-put 'copied (current-kill 0 t)))
       (eglot-execute (eglot-current-server) (cdr (assoc (drive-task 'title) actions))))
     (drive-put 'nix (drive-text-of (drive-task 'file)))
     (drive-put 'nixModified (if (buffer-modified-p (find-buffer-visiting (drive-task 'file))) t :false))
     (eglot-shutdown (eglot-current-server)))))
;;; drive-eglot.el ends here
