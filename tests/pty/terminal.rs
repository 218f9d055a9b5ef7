//! A real pty with a screen behind it. Nothing sleeps for a fixed time: each wait is for a text on the screen, or for a
//! period without output.

use nix::libc::{O_NOCTTY, O_NONBLOCK};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The longest wait, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(20);
const STEP: Duration = Duration::from_millis(4);

struct Seen {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    last: Instant,
    /// The screen at the end of the last frame, and the time; recorded if the terminal is a capable one.
    shown: Option<(Instant, String)>,
}

/// What a capable terminal reacts to: questions, and the end of a frame.
const MARKS: [&[u8]; 6] =
    [b"\x1b[6n", b"\x1b[c", b"\x1b]11;?\x1b\\", b"\x1bP$qm\x1b\\", b"\x1b[?2026$p", b"\x1b[?2026l"];

impl Seen {
    /// Handles output as a terminal with synchronised updates does. Returns its answers to the questions in it.
    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut answers = Vec::new();
        let mut done = self.bytes.len();
        // A mark may have been cut between two reads.
        let start = done.saturating_sub(8);
        self.bytes.extend(bytes);
        for at in start..self.bytes.len() {
            let Some(n) = MARKS.iter().position(|mark| self.bytes[at..].starts_with(mark)) else { continue };
            let end = at + MARKS[n].len();
            if end <= done {
                continue;
            }
            self.screen.process(&self.bytes[done..end]);
            done = end;
            let (row, column) = self.screen.screen().cursor_position();
            match n {
                0 => answers.extend(format!("\x1b[{};{}R", row + 1, column + 1).bytes()),
                1 => answers.extend(b"\x1b[?62;22c"),
                2 => answers.extend(b"\x1b]11;rgb:1010/1414/1c1c\x1b\\"),
                3 => answers.extend(b"\x1bP1$r0;48:2::1:2:3m\x1b\\"),
                4 => answers.extend(b"\x1b[?2026;2$y"),
                _ => self.shown = Some((Instant::now(), self.screen.screen().contents())),
            }
        }
        self.screen.process(&self.bytes[done..]);
        self.last = Instant::now();
        answers
    }

    fn count(&self, what: &str) -> usize {
        self.bytes.windows(what.len()).filter(|window| *window == what.as_bytes()).count()
    }
}

/// Local, input and output modes of a terminal.
type Modes = (u32, u32, u32);

pub(crate) struct Tui {
    seen: Arc<Mutex<Seen>>,
    input: Arc<Mutex<Box<dyn Write + Send>>>,
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    /// Kept open, so that the modes can be read after the program's end.
    _slave: Box<dyn SlavePty + Send>,
    before: Modes,
    /// Whether the program's output is left unread, as by a terminal that hangs.
    deaf: Arc<AtomicBool>,
    /// Whether the reader must close the terminal.
    closed: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    _state: tempfile::TempDir,
}

/// The program. `ACTLAB_BIN` selects another build, such as a release.
pub(crate) fn program() -> String {
    std::env::var("ACTLAB_BIN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_actlab").to_owned())
}

/// Seconds that a process or a thread ran, and seconds that it waited for a processor, by its folder in /proc.
pub(crate) fn times(path: &Path) -> (f64, f64) {
    let text = std::fs::read_to_string(path.join("schedstat")).unwrap_or_default();
    let mut times = text.split_whitespace().map(|n| n.parse::<f64>().expect("nanoseconds") / 1e9);
    (times.next().unwrap_or(0.0), times.next().unwrap_or(0.0))
}

/// Every file below a folder, by its relative path.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).expect("a folder").filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).expect("inside").display().to_string());
            }
        }
    }
    found
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).expect("not zero")
}

fn modes(master: &dyn MasterPty) -> Modes {
    let modes = master.get_termios().expect("modes");
    (modes.local_flags.bits(), modes.input_flags.bits(), modes.output_flags.bits())
}

impl Tui {
    pub(crate) fn start(args: &[&str], columns: u16, rows: u16, env: &[(&str, &str)]) -> Self {
        Self::start_program(&program(), args, columns, rows, env)
    }

    pub(crate) fn start_program(program: &str, args: &[&str], columns: u16, rows: u16, env: &[(&str, &str)]) -> Self {
        Self::start_all(program, Path::new(env!("CARGO_MANIFEST_DIR")), args, (columns, rows), env, false)
    }

    /// Starts a program in a terminal that answers questions, has all colours, and supports synchronised updates.
    pub(crate) fn start_able(program: &str, args: &[&str], columns: u16, rows: u16, env: &[(&str, &str)]) -> Self {
        Self::start_all(program, Path::new(env!("CARGO_MANIFEST_DIR")), args, (columns, rows), env, true)
    }

    /// Starts the program in a folder.
    pub(crate) fn start_in(folder: &Path, args: &[&str], columns: u16, rows: u16, env: &[(&str, &str)]) -> Self {
        Self::start_all(&program(), folder, args, (columns, rows), env, false)
    }

    fn start_all(
        program: &str,
        folder: &Path,
        args: &[&str],
        (columns, rows): (u16, u16),
        env: &[(&str, &str)],
        able: bool,
    ) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).expect("a pty");
        let before = modes(&*pair.master);
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        command.cwd(folder);
        // Each program has a separate folder for progress in the lessons.
        let state = tempfile::tempdir().expect("a folder");
        let place = state.path().to_str().expect("UTF-8");
        let given =
            [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("HOME", "/nonexistent"), ("XDG_STATE_HOME", place)];
        for (name, value) in given.iter().chain(env) {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("a program that starts");
        let screen = vt100::Parser::new(cells(rows), cells(columns), 0);
        let seen = Arc::new(Mutex::new(Seen { screen, bytes: Vec::new(), last: Instant::now(), shown: None }));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let theirs = Arc::clone(&seen);
        let deaf = Arc::new(AtomicBool::new(false));
        let is_deaf = Arc::clone(&deaf);
        let closed = Arc::new(AtomicBool::new(false));
        let is_closed = Arc::clone(&closed);
        let input = Arc::new(Mutex::new(pair.master.take_writer().expect("a writer")));
        let answering = able.then(|| Arc::clone(&input));
        let reading = std::thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if is_closed.load(Ordering::Relaxed) {
                    return;
                }
                while is_deaf.load(Ordering::Relaxed) {
                    std::thread::sleep(STEP);
                }
                let mut seen = theirs.lock().expect("no panic");
                if let Some(input) = &answering {
                    let answers = seen.take(&buffer[..count]);
                    drop(seen);
                    let _ = input.lock().expect("no panic").write_all(&answers);
                    continue;
                }
                seen.bytes.extend(&buffer[..count]);
                seen.screen.process(&buffer[..count]);
                seen.last = Instant::now();
            }
        });
        Self {
            seen,
            input,
            child,
            master: pair.master,
            _slave: pair.slave,
            before,
            deaf,
            closed,
            reader: Some(reading),
            _state: state,
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().expect("no panic")
    }

    pub(crate) fn send(&mut self, keys: &str) {
        self.send_bytes(keys.as_bytes());
    }

    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let mut input = self.input.lock().expect("no panic");
        input.write_all(bytes).expect("sent");
        input.flush().expect("sent");
    }

    pub(crate) fn screen(&self) -> String {
        self.seen().screen.screen().contents()
    }

    /// The screen at the end of the last frame, and its time.
    pub(crate) fn shown(&self) -> (Instant, String) {
        self.seen().shown.clone().expect("a frame in a terminal that is able")
    }

    /// Closes the terminal, as closing its window does.
    pub(crate) fn close(&mut self) {
        self.closed.store(true, Ordering::Relaxed);
        // The reader wakes when it has something to read.
        self.send("?");
        self.reader.take().expect("a reader").join().expect("no panic");
        *self.input.lock().expect("no panic") = Box::new(std::io::sink());
        self.master = native_pty_system().openpty(size(80, 24)).expect("a pty").master;
    }

    /// How often the program wrote this.
    pub(crate) fn count(&self, what: &str) -> usize {
        self.seen().count(what)
    }

    pub(crate) fn wait_count(&self, what: &str, times: usize) {
        self.wait(what, |seen| seen.count(what) >= times);
    }

    /// Waits until the program has written `bytes` more bytes.
    pub(crate) fn wait_more(&self, bytes: usize) {
        self.wait("bytes", |seen| seen.bytes.len() >= bytes);
    }

    /// Whether the program ever wrote this.
    pub(crate) fn wrote(&self, what: &str) -> bool {
        self.seen().bytes.windows(what.len()).any(|window| window == what.as_bytes())
    }

    /// The number of bytes that the program wrote.
    pub(crate) fn written(&self) -> usize {
        self.seen().bytes.len()
    }

    fn wait(&self, what: &str, holds: impl Fn(&Seen) -> bool) {
        let start = Instant::now();
        while !holds(&self.seen()) {
            assert!(start.elapsed() < PATIENCE, "waited for {what:?} in vain:\n{}", self.screen());
            std::thread::sleep(STEP);
        }
    }

    pub(crate) fn wait_text(&self, text: &str) {
        self.wait(text, |seen| seen.screen.screen().contents().contains(text));
    }

    /// Waits until `read` finds something on the screen, and returns that.
    pub(crate) fn wait_screen<T>(&self, what: &str, read: impl Fn(&str) -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if let Some(found) = read(&screen) {
                return found;
            }
            assert!(start.elapsed() < PATIENCE, "waited for {what:?} in vain:\n{screen}");
            std::thread::sleep(STEP);
        }
    }

    /// Waits until the program has written this.
    pub(crate) fn wait_written(&self, what: &str) {
        self.wait(what, |seen| seen.bytes.windows(what.len()).any(|window| window == what.as_bytes()));
    }

    /// The number of bytes that were sent and that the program left for the next reader.
    pub(crate) fn unread(&mut self) -> usize {
        // Only whole lines can be read, so the current line is ended. Its end is not counted.
        self.send("\n");
        let tty = self.master.tty_name().expect("a name");
        let mut options = std::fs::OpenOptions::new();
        let mut tty = options.read(true).custom_flags(O_NONBLOCK | O_NOCTTY).open(tty).expect("a terminal");
        let mut buffer = [0; 4096];
        tty.read(&mut buffer).expect("a line") - 1
    }

    /// Whether nothing arrived for `time`.
    pub(crate) fn is_quiet(&self, time: Duration) -> bool {
        self.seen().last.elapsed() >= time
    }

    /// Waits until nothing has arrived for `time`.
    pub(crate) fn wait_quiet(&self, time: Duration) {
        let start = Instant::now();
        self.wait("quiet", |seen| seen.last.max(start).elapsed() >= time);
    }

    /// From now on the program's output is not read.
    pub(crate) fn deafen(&self) {
        self.deaf.store(true, Ordering::Relaxed);
    }

    /// Raw mode is off again.
    pub(crate) fn assert_cooked(&self) {
        let start = Instant::now();
        while modes(&*self.master) != self.before {
            assert!(start.elapsed() < PATIENCE, "raw mode is left on");
            std::thread::sleep(STEP);
        }
    }

    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        self.seen().screen.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).expect("resized");
    }

    /// Reports a size that differs from that of the screen behind it, as a client can.
    pub(crate) fn claim(&self, columns: u16, rows: u16) {
        self.master.resize(size(columns, rows)).expect("resized");
    }

    pub(crate) fn pid(&self) -> i32 {
        i32::try_from(self.child.process_id().expect("a process")).expect("a number")
    }

    pub(crate) fn signal(&self, signal: i32) {
        // The command knows real-time signals, too.
        let status = Command::new("kill").args([format!("-{signal}"), self.pid().to_string()]).status();
        assert!(status.expect("a command").success(), "signal {signal} is not sent");
    }

    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("a status").is_some()
    }

    pub(crate) fn wait_exit(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a status") {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "it does not end:\n{}", self.screen());
            std::thread::sleep(STEP);
        }
    }

    /// The fields of the process in /proc, from its state on.
    fn stat(&self) -> Vec<String> {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).expect("a process");
        text.rsplit(')').next().expect("fields").split_whitespace().map(str::to_owned).collect()
    }

    pub(crate) fn wait_stopped(&self) {
        self.wait("a stop", |_| self.stat()[0] == "T");
    }

    /// The processor time of the program so far, in ticks of a hundredth of a second.
    pub(crate) fn cpu_ticks(&self) -> u64 {
        let stat = self.stat();
        [11, 12].iter().map(|n| stat[*n].parse::<u64>().expect("ticks")).sum()
    }

    /// Seconds that a thread ran, and seconds that it waited for a busy processor.
    pub(crate) fn thread_times(&self, name: &str) -> (f64, f64) {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.pid())).expect("threads");
        let mut paths = tasks.map(|task| task.expect("a thread").path());
        let is_it = |path: &PathBuf| std::fs::read_to_string(path.join("comm")).is_ok_and(|comm| comm.trim() == name);
        times(&paths.find(is_it).expect("a thread of that name"))
    }

    /// The current memory of the program, in KiB.
    pub(crate) fn resident(&self) -> u64 {
        self.memory("VmRSS:")
    }

    /// The memory of the program without that of its executable file, in KiB. The latter is shared by all processes,
    /// and is most of the memory of a debug build.
    pub(crate) fn own_memory(&self) -> u64 {
        self.memory("RssAnon:")
    }

    /// The peak memory, in KiB.
    pub(crate) fn peak(&self) -> u64 {
        self.memory("VmHWM:")
    }

    fn memory(&self, name: &str) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("a process");
        let line = text.lines().find(|line| line.starts_with(name)).expect("its memory");
        line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).expect("a number")
    }

    pub(crate) fn assert_restored(&self) {
        self.wait("modes given back", |seen| {
            let screen = seen.screen.screen();
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        });
        self.assert_cooked();
    }
}

impl Drop for Tui {
    fn drop(&mut self) {
        if !self.has_ended() {
            let _ = self.child.kill();
        }
    }
}
