;;; common.el --- What the two drivers of Emacs share  -*- lexical-binding: t -*-

(require 'json)

(setq make-backup-files nil
      auto-save-default nil
      create-lockfiles nil
      revert-without-query '(".*"))

(defvar drive--task (json-parse-string (getenv "TASK") :object-type 'alist))
(defvar drive--report nil)

(defun drive-task (key)
  (alist-get key drive--task))

(defun drive-put (key value)
  (push (cons key value) drive--report))

(defun drive-wait (condition &optional seconds)
  "Wait until CONDITION holds; processes, timers and file notifications run meanwhile."
  (let ((deadline (+ (float-time) (or seconds 10))) result)
    (while (and (not (setq result (funcall condition))) (< (float-time) deadline))
      (accept-process-output nil 0.02)
      (read-event nil nil 0.02))
    result))

(defun drive-go-to (buffer regexp)
  (switch-to-buffer buffer)
  (goto-char (point-min))
  (re-search-forward regexp)
  (goto-char (1- (match-end 0))))

(defun drive-text-of (file)
  "The text of the buffer that visits FILE, once there is one that differs from the file on disk."
  (drive-wait (lambda ()
                (let ((buffer (find-buffer-visiting file)))
                  (and buffer (buffer-modified-p buffer)))))
  (let ((buffer (find-buffer-visiting file)))
    (and buffer (with-current-buffer buffer (buffer-substring-no-properties (point-min) (point-max))))))

(defun drive-definition (buffer regexp find)
  "Where FIND leads from what matches REGEXP: the file's name and the line."
  (drive-go-to buffer regexp)
  (funcall find)
  (drive-wait (lambda () (not (eq (window-buffer) buffer))))
  (with-current-buffer (window-buffer)
    (format "%s: %s" (file-name-nondirectory buffer-file-name)
            (buffer-substring-no-properties (line-beginning-position) (line-end-position)))))

(defun drive-completion (buffer regexp typed complete)
  "What COMPLETE offers for TYPED on a line of its own below what matches REGEXP."
  (drive-go-to buffer regexp)
  (end-of-line)
  (insert "\n" typed)
  (let* ((capf (funcall complete))
         (words (all-completions typed (nth 2 capf))))
    (delete-region (line-end-position 0) (line-end-position))
    (vconcat (mapcar #'substring-no-properties words))))

(defun drive-report (body)
  "Run BODY, write the report and leave."
  (condition-case problem
      (funcall body)
    (error (drive-put 'problem (format "%S" problem))))
  ;; `json-serialize' gives bytes of UTF-8.
  (let ((coding-system-for-write 'no-conversion))
    (with-temp-file (getenv "REPORT")
      (set-buffer-multibyte nil)
      (insert (json-serialize drive--report :null-object nil))))
  (kill-emacs 0))
;;; common.el ends here
