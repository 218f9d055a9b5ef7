//! The terminal loop: waits for something to happen, lets the application take it, and sends what changed on the screen.
//!
//! Keys, signals and answers of the bench come in on one channel from threads of their own. While nothing happens,
//! nothing runs and nothing is sent. What a key did is shown at once; what moves by itself keeps to the pace of the line.

use super::canvas::Canvas;
use super::mend::{self, Mender};
use super::pace::Pace;
use super::progress::Keeper;
use super::terminal::{self, Taken};
use super::worker::Worker;
use crate::app::{App, Event};
use crate::config::LineConfig;
use crate::input::from_event;
use crate::lab::bench::{Report, Request};
use crate::screens::Effect;
use crossterm::event::Event as Input;
use ratatui::layout::Size;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// So much is taken between two frames, lest a storm that never ends leave the screen as it was.
const AT_ONCE: usize = 2000;

/// How long the loop has to end the program after a signal.
const LAST_CALL: Duration = Duration::from_millis(400);

/// Something that came in.
pub(super) enum Happening {
    /// For the application.
    Event(Event),
    /// A signal.
    Signal(i32),
    /// The terminal is gone.
    Closed,
}

/// Runs the application in the terminal until it is left; returns the exit code.
///
/// # Errors
/// The terminal can't be had, or is gone.
pub fn run(app: App, effects: Vec<Effect>, line: &LineConfig, keeper: Keeper) -> io::Result<u8> {
    let (happenings, inbox) = channel();
    watch_signals(happenings.clone())?;
    let worker = Worker::start(&happenings)?;
    let taken = Taken::take()?;
    // From here on a change of size is told; one that came before is seen when the size is read below.
    crossterm::event::poll(Duration::ZERO)?;
    watch_input(happenings)?;
    let remote = std::env::var_os("SSH_CONNECTION").is_some();
    let budget = if remote { line.ssh_bytes } else { line.local_bytes };
    let pace = Pace::new(line.frames, budget, Instant::now());
    let (canvas, size) = (Canvas::default(), size()?);
    let mut player =
        Player { app, worker, keeper, canvas, size, left: None, pace, urgent: true, unsent: true, awaited: false };
    player.canvas.forget();
    player.obey(effects)?;
    // The screen may have another size by now than the application was made for.
    player.take(Happening::Event(Event::Resize(player.size)))?;
    let effects = player.app.settle();
    player.obey(effects)?;
    player.show()?;
    let code = player.run(&inbox);
    drop(taken);
    code
}

/// The size of the screen.
///
/// # Errors
/// Standard output is no terminal.
pub fn size() -> io::Result<Size> {
    let (columns, rows) = crossterm::terminal::size()?;
    // A terminal that does not know its size, as on a serial line, says 0×0.
    Ok(if columns == 0 || rows == 0 { Size::new(80, 24) } else { Size::new(columns, rows) })
}

struct Player {
    app: App,
    worker: Worker,
    keeper: Keeper,
    canvas: Canvas,
    size: Size,
    left: Option<u8>,
    pace: Pace,
    /// Someone waits for the next frame.
    urgent: bool,
    /// Something happened since the last frame.
    unsent: bool,
    /// What a key asked of a run is on its way: its answer goes out at once, too.
    awaited: bool,
}

impl Player {
    fn run(&mut self, inbox: &Receiver<Happening>) -> io::Result<u8> {
        loop {
            let first = match self.pace.rest(self.unsent, Instant::now()) {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(rest) => inbox.recv_timeout(rest),
            };
            if matches!(first, Err(RecvTimeoutError::Disconnected)) {
                return Ok(0);
            }
            // What is already in is taken before a frame is made: after a storm of keys, a few frames.
            for happening in first.into_iter().chain(inbox.try_iter()).take(AT_ONCE) {
                self.take(happening)?;
                if let Some(code) = self.left {
                    return Ok(code);
                }
            }
            self.tick()?;
            if self.urgent || self.unsent && self.pace.is_ready(Instant::now()) {
                let effects = self.app.settle();
                self.obey(effects)?;
                self.show()?;
            }
        }
    }

    /// Lets the program's own time go by, while something moves.
    fn tick(&mut self) -> io::Result<()> {
        for _ in 0..self.pace.ticks(self.app.is_moving(), Instant::now()) {
            let effects = self.app.update(Event::Tick);
            self.obey(effects)?;
            self.unsent = true;
        }
        Ok(())
    }

    fn take(&mut self, happening: Happening) -> io::Result<()> {
        match happening {
            Happening::Event(event) => {
                if let Event::Resize(size) = event {
                    self.size = size;
                }
                self.unsent = true;
                self.urgent |= match event {
                    Event::Report(Report::Trained { .. }) => std::mem::take(&mut self.awaited),
                    _ => true,
                };
                let effects = self.app.update(event);
                self.obey(effects)
            }
            Happening::Signal(SIGTSTP) => self.suspend(),
            Happening::Signal(SIGCONT) => self.come_back(),
            Happening::Signal(signal) => {
                self.left = Some(128 + signal as u8);
                Ok(())
            }
            Happening::Closed => {
                self.left = Some(128 + SIGHUP as u8);
                Ok(())
            }
        }
    }

    fn obey(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Ask(request) => {
                    self.awaited |= self.urgent && matches!(&request, Request::Train(order) if !order.free);
                    self.worker.ask(request);
                }
                // The application has seen to it.
                Effect::Go(_) => {}
                Effect::Quit => self.left = Some(0),
                Effect::Suspend => self.suspend()?,
                Effect::Redraw => self.canvas.forget(),
                Effect::Keep(progress) => {
                    if let Err(reason) = self.keeper.keep(&progress) {
                        self.app.update(Event::Unkept(reason));
                    }
                }
            }
        }
        Ok(())
    }

    /// Gives the terminal back and stops until the shell lets the program go on.
    fn suspend(&mut self) -> io::Result<()> {
        terminal::leave();
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        self.come_back()
    }

    /// The screen may have been drawn over and resized meanwhile.
    fn come_back(&mut self) -> io::Result<()> {
        terminal::enter()?;
        self.canvas.forget();
        self.size = size()?;
        self.urgent = true;
        let effects = self.app.update(Event::Resize(self.size));
        self.obey(effects)
    }

    fn show(&mut self) -> io::Result<()> {
        let bytes = self.canvas.frame(&self.app, self.size)?;
        (self.urgent, self.unsent) = (false, false);
        self.pace.sent(bytes.len(), Instant::now());
        if bytes.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(&bytes)?;
        out.flush()
    }
}

fn watch_signals(happenings: Sender<Happening>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    spawn("signals", move || {
        for signal in signals.forever() {
            if happenings.send(Happening::Signal(signal)).is_err() {
                return;
            }
            if [SIGTERM, SIGHUP, SIGINT].contains(&signal) {
                // The loop ends the program at once, unless it hangs in writing to a terminal that does not read.
                std::thread::sleep(LAST_CALL);
                terminal::abandon();
                std::process::exit(128 + signal);
            }
        }
    })
}

fn watch_input(happenings: Sender<Happening>) -> io::Result<()> {
    spawn("input", move || {
        let mut mender = Mender::default();
        loop {
            let inputs = match read(&mut mender) {
                Ok(inputs) => inputs.into_iter().filter_map(happening).collect(),
                Err(_) => vec![Happening::Closed],
            };
            for happening in inputs {
                let closed = matches!(happening, Happening::Closed);
                if happenings.send(happening).is_err() || closed {
                    return;
                }
            }
        }
    })
}

/// Waits for what comes next, with key sequences that were cut on their way put together.
fn read(mender: &mut Mender) -> io::Result<Vec<Input>> {
    if mender.is_waiting() && !crossterm::event::poll(mend::PATIENCE)? {
        return Ok(mender.give_up().into_iter().collect());
    }
    Ok(mender.take(crossterm::event::read()?))
}

fn happening(input: Input) -> Option<Happening> {
    match input {
        Input::Key(event) => from_event(event).map(|key| Happening::Event(Event::Key(key))),
        Input::Paste(text) => Some(Happening::Event(Event::Paste(text))),
        Input::Resize(columns, rows) => Some(Happening::Event(Event::Resize(Size::new(columns, rows)))),
        _ => None,
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}
