//! The terminal loop: it waits for an event, passes it to the application, and sends what changed on the screen.
//!
//! Keys, signals and reports of jobs arrive on one channel, each from a thread. While nothing happens, nothing runs and
//! nothing is sent. The result of a key is shown at once; animation is limited by the speed of the connection.

mod world;

use super::event::RuntimeEvent;
use super::idle::Idle;
use super::job_threads::JobThreads;
use super::pace::Pace;
use super::perform::Session;
use super::progress_file::ProgressFile;
use super::progress_writer::ProgressWriter;
use super::reader_files::ReaderFiles;
use super::signals;
use super::terminal::input::{self, Input};
use super::terminal::watchdog::Watchdog;
use super::terminal::{self, Keyboard, Taken};
use crate::app::{App, Event};
use crate::config::LineConfig;
use crate::jobs::{JobReport, JobUpdate, TableUpdate};
use crate::screens::{PacingEffect, Requests};
use crate::text::{self, Form};
use ratatui::layout::Size;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use world::LiveWorld;

/// Draw after this many events even if more are waiting.
const AT_ONCE: usize = 2000;

/// How long the loop may take to end the program after a signal.
const LAST_CALL: Duration = Duration::from_millis(400);

/// How long to wait for answers of the terminal before it is restored.
const ANSWERS: Duration = Duration::from_secs(1);

/// Runs the application in the terminal until it quits. Keys come from this keyboard. Returns the exit code.
///
/// # Errors
/// The terminal cannot be taken, or is gone.
pub fn run(
    app: App,
    requests: Requests,
    line: &LineConfig,
    keeper: ProgressFile,
    idle: Option<Duration>,
    keyboard: Keyboard,
) -> io::Result<u8> {
    let (happenings, inbox) = channel();
    watch_signals(happenings.clone())?;
    let threads =
        JobThreads::start(&happenings, ReaderFiles { has_input: keyboard.leaves_input(), ..ReaderFiles::default() })?;
    let progress = ProgressWriter::start(keeper, happenings.clone())?;
    let taken = Taken::take(&keyboard)?;
    input::watch(keyboard, move |input| happenings.send(RuntimeEvent::Input(input)).is_ok())?;
    let remote = std::env::var_os("SSH_CONNECTION").is_some();
    let budget = if remote { line.ssh_bytes } else { line.local_bytes };
    let stalled = Duration::from_secs(line.stalled.into());
    // If the connection hangs, a write may never block: little is sent while nothing arrives, and buffers hold it.
    let patience = if remote { stalled } else { Duration::ZERO };
    let pace = Pace::new(line.frames, budget, Instant::now()).give_up_after(patience);
    let watchdog = Watchdog::start(stalled, || {
        terminal::abandon();
        std::process::exit(128 + SIGHUP);
    })?;
    let world = LiveWorld::new(threads, progress, watchdog, size()?);
    let mut player = Player {
        session: Session::new(app, world),
        pace,
        idle: Idle::new(idle, Instant::now()),
        urgent: true,
        unsent: true,
        shown_room: None,
        inbox: Rc::new(inbox),
        later: VecDeque::new(),
        asked: None,
        awaited: false,
    };
    player.ask()?;
    player.perform(requests)?;
    // The screen may have been resized since the application was made.
    let size = player.session.world.size;
    player.take(RuntimeEvent::Event(Event::Resize(size)))?;
    player.settle()?;
    player.show()?;
    // If the terminal disappears during a write, nobody can read an error message.
    let code = match player.run() {
        Err(error) if is_gone(&error) => Ok(128 + SIGHUP as u8),
        code => code,
    };
    if matches!(code, Ok(0)) {
        player.hear_out();
    }
    drop(taken);
    if player.idle.is_over(Instant::now()) {
        writeln!(text::stdout(Form::Text), "{}", player.session.app.farewell())?;
    }
    player.end();
    code
}

/// Whether an error means that the terminal is gone.
fn is_gone(error: &io::Error) -> bool {
    // EIO, the error of a terminal whose other end is closed, has no `ErrorKind`.
    const GONE: i32 = 5;
    error.kind() == io::ErrorKind::BrokenPipe || error.raw_os_error() == Some(GONE)
}

/// The largest screen that is drawn. It is larger than any display, and needs little memory whatever size a client
/// claims.
const MOST: Size = Size { width: 500, height: 200 };

/// The size of the screen, limited to 500 columns and 200 rows.
///
/// # Errors
/// Standard output is not a terminal.
pub fn size() -> io::Result<Size> {
    let (columns, rows) = crossterm::terminal::size()?;
    // A terminal that does not know its size, as on a serial line, reports 0×0.
    Ok(match (columns, rows) {
        (0, _) | (_, 0) => Size::new(80, 24),
        _ => Size::new(columns.min(MOST.width), rows.min(MOST.height)),
    })
}

struct Player {
    session: Session<LiveWorld>,
    pace: Pace,
    idle: Idle,
    /// Whether a key waits for the next frame.
    urgent: bool,
    /// Whether something happened since the last frame.
    unsent: bool,
    /// Whether a report that a key asked for is on its way. It is drawn at once as well.
    awaited: bool,
    /// The room of the last frame.
    shown_room: Option<&'static str>,
    inbox: Rc<Receiver<RuntimeEvent>>,
    /// Events that arrived during the wait for answers.
    later: VecDeque<RuntimeEvent>,
    /// When the terminal was asked for its capabilities, if it has not answered everything yet.
    asked: Option<Instant>,
}

impl Player {
    /// Asks the terminal for its capabilities without waiting. The first frame clears anything that this leaves on the
    /// screen.
    fn ask(&mut self) -> io::Result<()> {
        self.session.world.canvas.forget();
        self.asked = Some(Instant::now());
        self.session.world.write(terminal::questions().as_bytes())
    }

    /// Saves the last progress. If that fails, the error is written where it stays readable.
    fn end(self) {
        let Session { mut app, world, .. } = self.session;
        if let Err(reason) = world.progress.finish() {
            app.update(Event::Unkept(reason.into()));
            // If standard error is closed, nobody can read it.
            let _ = writeln!(crate::text::stderr(), "actlab: {}", app.unkept().unwrap_or_default());
        }
    }

    /// Waits briefly for answers that are still on their way, because the shell would read them as input.
    fn hear_out(&mut self) {
        let Some(asked) = self.asked.max(self.pace.flying()) else { return };
        let until = asked + ANSWERS;
        while let Ok(happening) = self.inbox.recv_timeout(until.saturating_duration_since(Instant::now())) {
            match happening {
                RuntimeEvent::Input(Input::Over) => self.asked = None,
                RuntimeEvent::Input(Input::Column) => self.pace.arrived(Instant::now()),
                other => {
                    let gone = matches!(other, RuntimeEvent::Input(Input::Closed) | RuntimeEvent::Signal(_));
                    self.later.push_back(other);
                    if gone {
                        return;
                    }
                }
            }
            if self.asked.is_none() && self.pace.flying().is_none() {
                return;
            }
        }
    }

    fn run(&mut self) -> io::Result<u8> {
        let inbox = Rc::clone(&self.inbox);
        loop {
            let now = Instant::now();
            let first = match self.idle.rest(self.pace.rest(self.wanted(), now), now) {
                _ if !self.later.is_empty() => Err(RecvTimeoutError::Timeout),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(rest) => inbox.recv_timeout(rest),
            };
            if matches!(first, Err(RecvTimeoutError::Disconnected)) || self.idle.is_over(Instant::now()) {
                return Ok(0);
            }
            // Pending events are handled before a frame is made, so that many keys at once cost a few frames.
            let later = std::mem::take(&mut self.later);
            for happening in later.into_iter().chain(first).chain(inbox.try_iter()).take(AT_ONCE) {
                self.take(happening)?;
                if let Some(code) = self.session.world.left {
                    return Ok(code);
                }
            }
            self.tick()?;
            if self.pace.is_gone(Instant::now()) {
                // Restoring the terminal may hang.
                spawn("last call", || last_call(SIGHUP))?;
                return Ok(128 + SIGHUP as u8);
            }
            if self.wanted().is_some_and(|urgent| self.pace.is_ready(urgent, Instant::now())) {
                self.settle()?;
                self.show()?;
            }
        }
    }

    /// Whether a frame is needed: `Some(true)` if a key waits for it, `Some(false)` if not.
    fn wanted(&self) -> Option<bool> {
        (self.urgent || self.unsent).then_some(self.urgent)
    }

    /// Advances the program's own time while something moves.
    fn tick(&mut self) -> io::Result<()> {
        for _ in 0..self.pace.ticks(self.session.app.is_moving(), Instant::now()) {
            self.session.update(Event::Tick)?;
            self.follow_up()?;
            self.unsent = true;
        }
        Ok(())
    }

    fn take(&mut self, happening: RuntimeEvent) -> io::Result<()> {
        match happening {
            RuntimeEvent::Event(event) => self.update(event),
            RuntimeEvent::Input(input) => self.hear(input),
            RuntimeEvent::Signal(SIGWINCH) => {
                // The size may have changed and changed back. The content of the screen is lost all the same.
                self.session.world.canvas.forget();
                let size = size()?;
                self.update(Event::Resize(size))
            }
            RuntimeEvent::Signal(SIGTSTP) if !self.session.app.may_suspend() => Ok(()),
            RuntimeEvent::Signal(SIGTSTP) => self.suspend(),
            RuntimeEvent::Signal(SIGCONT) => self.come_back(),
            RuntimeEvent::Signal(signal) => {
                self.session.world.left = Some(signals::exit_code(signal));
                Ok(())
            }
        }
    }

    fn hear(&mut self, input: Input) -> io::Result<()> {
        if input == Input::Column {
            self.pace.arrived(Instant::now());
        }
        self.pace.heard(Instant::now());
        if matches!(input, Input::Key(_) | Input::Paste(_) | Input::Mouse(..)) {
            self.idle.end(Instant::now());
        }
        match input {
            Input::Key(key) => self.update(Event::Key(key)),
            Input::Mouse(at, pointer) => self.update(Event::Mouse(at, pointer)),
            Input::Paste(text) => self.update(Event::Paste(text)),
            Input::Found(found) => {
                // It reported its cursor, so it can report when a frame has arrived.
                if found.utf8.is_some() {
                    self.pace.trust();
                }
                self.session.world.canvas.mark(found.synchronised != Some(false));
                self.update(Event::Terminal(found))
            }
            Input::Over => {
                self.asked = None;
                Ok(())
            }
            Input::Column => Ok(()),
            Input::Focus(seen) => {
                self.pace.look(seen, Instant::now());
                Ok(())
            }
            Input::Closed => {
                self.session.world.left = Some(128 + SIGHUP as u8);
                Ok(())
            }
        }
    }

    fn update(&mut self, event: Event) -> io::Result<()> {
        if let Event::Resize(size) = event {
            self.session.world.size = size;
        }
        self.unsent = true;
        let before = self.urgent;
        self.urgent |= match &event {
            Event::Report(JobReport { update: JobUpdate::Trained { .. }, .. }) => std::mem::take(&mut self.awaited),
            Event::Report(JobReport {
                update: JobUpdate::Swept { .. } | JobUpdate::Table { update: TableUpdate::Reading { .. }, .. },
                ..
            }) => false,
            _ => true,
        };
        let pacing = self.session.update(event)?;
        if pacing.contains(&PacingEffect::Glide) {
            self.urgent = before;
        }
        self.follow_up()
    }

    fn perform(&mut self, requests: Requests) -> io::Result<()> {
        self.session.perform(requests)?;
        self.follow_up()
    }

    fn settle(&mut self) -> io::Result<()> {
        self.session.settle()?;
        self.follow_up()
    }

    /// Does what only the loop can do. Suspending ends the wait for answers of the terminal.
    fn follow_up(&mut self) -> io::Result<()> {
        let has_started = std::mem::take(&mut self.session.world.has_started_training);
        self.awaited |= has_started && self.urgent;
        if std::mem::take(&mut self.session.world.is_to_suspend) { self.suspend() } else { Ok(()) }
    }

    /// Restores the terminal and stops until the shell continues the program.
    fn suspend(&mut self) -> io::Result<()> {
        self.hear_out();
        terminal::leave();
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        self.come_back()
    }

    /// The screen may have been overwritten and resized meanwhile.
    fn come_back(&mut self) -> io::Result<()> {
        terminal::enter()?;
        if self.session.app.has_mouse() {
            self.session.world.write(terminal::mouse(true))?;
        }
        self.session.world.canvas.forget();
        self.update(Event::Resize(size()?))
    }

    fn show(&mut self) -> io::Result<()> {
        // A new room comes whole: its pictures have nothing to do with those on the screen.
        let is_here = self.shown_room.replace(self.session.app.room()) == Some(self.session.app.room());
        let limit = self.pace.limit(self.urgent, is_here && self.session.app.is_front_moving());
        let (mut bytes, now) = (self.session.world.frame(&self.session.app, limit), Instant::now());
        // Pictures that were left out follow, also if nothing else happens.
        (self.urgent, self.unsent) = (false, self.session.world.canvas.is_behind());
        let asked = !bytes.is_empty() && self.asked.is_none() && self.pace.asks(now);
        if asked {
            bytes.extend(terminal::WHERE);
        }
        self.pace.sent(bytes.len(), asked, now);
        if bytes.is_empty() {
            return Ok(());
        }
        self.session.world.write(&bytes)
    }
}

fn watch_signals(happenings: Sender<RuntimeEvent>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTSTP, SIGCONT, SIGWINCH])?;
    let mut ending = signals::ending();
    // A signal that the system refuses to register cannot arrive.
    ending.retain(|signal| signals.add_signal(*signal).is_ok());
    spawn("signals", move || {
        for signal in signals.forever() {
            if happenings.send(RuntimeEvent::Signal(signal)).is_err() {
                return;
            }
            if ending.contains(&signal) {
                last_call(signal);
            }
        }
    })
}

/// The loop ends the program at once, unless it is blocked writing to a terminal that does not read.
fn last_call(signal: i32) {
    std::thread::sleep(LAST_CALL);
    terminal::abandon();
    std::process::exit(128 + signal);
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}
