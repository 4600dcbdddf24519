;;; drive-lsp-mode.el --- Does in Emacs what a user of lsp-mode does  -*- lexical-binding: t -*-

;; Writes what the user sees as JSON to $REPORT. What to do is JSON in $TASK.

(load (expand-file-name "common.el" (file-name-directory load-file-name)) nil t)

;; Debian keeps its packages here, and a batch with -Q does not look.
(dolist (folder (directory-files "/usr/share/emacs/site-lisp/elpa" t "\\`[a-z]"))
  (when (file-directory-p folder) (add-to-list 'load-path folder)))
(load "lsp-mode-autoloads" nil t)
(load (expand-file-name "~/.emacs.d/init.el") nil t)
(require 'lsp-diagnostics)
(require 'lsp-completion)
(require 'markdown-mode)

(setq lsp-auto-guess-root t
      lsp-guess-root-without-session t
      lsp-session-file (expand-file-name "~/lsp-session")
      lsp-restart 'ignore
      lsp-enable-suggest-server-download nil
      lsp-diagnostics-provider :flymake)

(defun drive-diagnostics ()
  (gethash (lsp--fix-path-casing (buffer-file-name)) (lsp-diagnostics)))

(defun drive-text-in (range)
  (let ((region (lsp--range-to-region range)))
    (buffer-substring-no-properties (car region) (cdr region))))

(defun drive-attach (file)
  "Visit FILE and wait until a server is ready for it."
  (prog1 (find-file file)
    ;; In a batch no idle timer fires for what `lsp-deferred' puts off.
    (unless (lsp-workspaces) (lsp))
    (unless (drive-wait (lambda ()
                          (and (lsp-workspaces)
                               (eq 'initialized (lsp--workspace-status (car (lsp-workspaces)))))))
      (error "lsp-mode has no server for %s" file))))

(defun drive-hover ()
  (let ((hover (lsp-request "textDocument/hover" (lsp--text-document-position-params))))
    (and hover (substring-no-properties
                (lsp--render-on-hover-content (lsp-get hover :contents) t)))))

(drive-report
 (lambda ()
   (let ((manifest (drive-attach (drive-task 'manifest))))
     (drive-put 'root (directory-file-name (lsp-workspace-root)))
     (drive-wait (lambda () (= (length (drive-diagnostics)) (drive-task 'diagnostics))))
     (drive-put 'diagnostics
                (vconcat
                 (mapcar (lambda (one)
                           `((text . ,(drive-text-in (lsp-get one :range)))
                             (message . ,(lsp-get one :message))))
                         (drive-diagnostics))))
     (drive-go-to manifest (drive-task 'hover))
     (drive-put 'hover (drive-hover))
     (when (drive-task 'typed)
       (drive-put 'definition
                  (drive-definition manifest (drive-task 'hover) #'lsp-find-definition))
       (drive-put 'completion
                  (drive-completion manifest (drive-task 'hover) (drive-task 'typed)
                                    #'lsp-completion-at-point)))
     (when (drive-task 'lock)
       (drive-go-to (drive-attach (drive-task 'lock)) (drive-task 'locked))
       (drive-put 'lockHover (drive-hover)))
     (drive-go-to manifest (drive-task 'at))
     (let ((actions (append (lsp-code-actions-at-point) nil)))
       (drive-put 'actions (vconcat (mapcar (lambda (one) (lsp-get one :title)) actions)))
       (dolist (title (remq nil (list (drive-task 'copy) (drive-task 'title))))
         (lsp-execute-code-action
          (cl-find title actions
                   :key (lambda (one) (lsp-get one :title)) :test #'equal)))
       (when (drive-task 'copy) (drive-put 'copied (current-kill 0 t))))
     (drive-put 'nix (drive-text-of (drive-task 'file)))
     (drive-put 'nixModified (if (buffer-modified-p (find-buffer-visiting (drive-task 'file))) t :false))
     (set-buffer manifest)
     (lsp-workspace-shutdown (car (lsp-workspaces))))))
;;; drive-lsp-mode.el ends here
