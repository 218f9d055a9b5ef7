//! A real SSH server on this machine, with its own keys, configuration and port. Dropping it ends it and everything
//! that it started.

use crate::terminal::{Tui, program};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fmt::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};
use tempfile::TempDir;

/// Where systems install the server. It must be started by its full path.
const SERVERS: [&str; 3] = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd"];

/// The longest wait.
const PATIENCE: Duration = Duration::from_secs(20);
const STEP: Duration = Duration::from_millis(5);

pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    dir: TempDir,
}

/// Whether a program can be started.
fn is_there(name: &str) -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| folder.join(name).is_file())
}

impl Server {
    /// Starts a server with these lines at the end of its configuration. If that is impossible, prints the reason.
    #[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
    pub(crate) fn start(lines: &str) -> Option<Self> {
        let Some(server) = SERVERS.iter().find(|path| Path::new(path).exists()) else {
            println!("skipped: there is no sshd");
            return None;
        };
        if let Some(name) = ["ssh", "ssh-keygen"].into_iter().find(|name| !is_there(name)) {
            println!("skipped: there is no {name}");
            return None;
        }
        // Without root, a server cannot write login records, and ends instead of opening a terminal.
        if !nix::unistd::Uid::effective().is_root() {
            println!("skipped: sshd gives out terminals only where root runs it");
            return None;
        }
        // A port that was free a moment ago may be taken by now.
        let started = (0..5).find_map(|_| Self::try_start(server, lines));
        Some(started.expect("a server that starts"))
    }

    fn try_start(server: &str, lines: &str) -> Option<Self> {
        let dir = tempfile::tempdir().expect("a folder");
        // The server needs an empty folder of this name.
        let _ = fs::create_dir("/run/sshd");
        for key in ["host", "user", "other"] {
            let mut command = Command::new("ssh-keygen");
            command.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(dir.path().join(key));
            assert!(command.status().expect("ssh-keygen").success());
        }
        fs::copy(dir.path().join("user.pub"), dir.path().join("authorized")).expect("copied");
        for folder in ["state", "config", "home"] {
            fs::create_dir(dir.path().join(folder)).expect("a folder");
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        let at = dir.path().display();
        // The user who runs the tests is the learner. Folders of the server replace theirs, and must take precedence
        // over what a client sends.
        let config = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {at}/host\nAuthorizedKeysFile {at}/authorized\nPidFile none\n\
             StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n\
             PermitRootLogin yes\nPrintMotd no\nSubsystem sftp internal-sftp\n\
             SetEnv HOME={at}/home XDG_STATE_HOME={at}/state XDG_CONFIG_HOME={at}/config\n{lines}\n"
        );
        fs::write(dir.path().join("sshd_config"), config).expect("written");
        let log = fs::File::create(dir.path().join("log")).expect("a file");
        // However the tests end, the shell between them and the server sees the end of its input and ends the server.
        let mut command = Command::new("sh");
        command.args(["-c", "\"$0\" -D -e -f \"$1\" & read -r _; kill $!", server]).arg(dir.path().join("sshd_config"));
        let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log).spawn().expect("sshd");
        let server = Self { child, port, dir };
        let start = Instant::now();
        while !server.log().contains("Server listening") {
            if server.log().contains("Cannot bind") || start.elapsed() > PATIENCE {
                return None;
            }
            std::thread::sleep(STEP);
        }
        Some(server)
    }

    /// A path in the server's folder: `state` for the progress of learners, `home`, `config`, `user` and `other` for
    /// keys.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The log of the server.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("log")).expect("a log")
    }

    /// The arguments of a client that uses this port and this key. The host and a command must follow.
    pub(crate) fn words(&self, port: u16, key: &str) -> Vec<String> {
        let mut words = format!("-F none -p {port} -i {}", self.path(key).display());
        for option in [
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "LogLevel=ERROR",
            "SendEnv=LANG",
        ] {
            write!(words, " -o {option}").expect("written");
        }
        words.split(' ').map(str::to_owned).collect()
    }

    /// A client with a terminal, through this port, with extra options and a command.
    pub(crate) fn client(&self, port: u16, key: &str, words: (&[&str], &str), size: (u16, u16)) -> Tui {
        self.client_with(port, key, words, size, &[])
    }

    /// The same with more environment variables.
    pub(crate) fn client_with(
        &self,
        port: u16,
        key: &str,
        words: (&[&str], &str),
        size: (u16, u16),
        env: &[(&str, &str)],
    ) -> Tui {
        let mut args = self.words(port, key);
        args.push("-tt".to_owned());
        args.extend(words.0.iter().map(|word| (*word).to_owned()));
        args.push("127.0.0.1".to_owned());
        args.extend(Some(words.1.to_owned()).filter(|command| !command.is_empty()));
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let path = env::var("PATH").unwrap_or_default();
        let env = [&[("PATH", path.as_str())], env].concat();
        Tui::start_able("ssh", &args, size.0, size.1, &env)
    }

    /// Runs a client without a terminal and sends it this input. Returns its result. A client that does not end in time
    /// is killed.
    pub(crate) fn run(&self, program: &str, words: &[&str], typed: &[u8], most: Duration) -> Output {
        let mut command = Command::new(program);
        command.args(words).current_dir(self.dir.path()).env_remove("SSH_AUTH_SOCK");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("a client");
        // Input stays open, so that no client ends because of its end.
        let mut input = child.stdin.take().expect("input");
        let _ = std::io::Write::write_all(&mut input, typed);
        let start = Instant::now();
        while child.try_wait().expect("a status").is_none() {
            if start.elapsed() > most {
                let _ = child.kill();
            }
            std::thread::sleep(STEP);
        }
        drop(input);
        child.wait_with_output().expect("an end")
    }

    /// The processes of actlab that this server started.
    pub(crate) fn learners(&self) -> Vec<u32> {
        let program = fs::canonicalize(program()).expect("a program");
        let is_it = |id: &u32| fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == program);
        descendants(self.child.id()).into_iter().filter(is_it).collect()
    }

    /// The names of the other programs that this server started, except the server itself.
    pub(crate) fn others(&self) -> Vec<String> {
        let name = |id: u32| fs::read_to_string(format!("/proc/{id}/comm")).ok();
        let learners = self.learners();
        let others = descendants(self.child.id()).into_iter().filter(|id| !learners.contains(id)).filter_map(name);
        others.map(|name| name.trim().to_owned()).filter(|name| !name.starts_with("sshd")).collect()
    }

    /// Waits until `count` of them run, and returns them.
    pub(crate) fn wait_learners(&self, count: usize) -> Vec<u32> {
        let start = Instant::now();
        loop {
            let learners = self.learners();
            if learners.len() == count {
                return learners;
            }
            assert!(start.elapsed() < PATIENCE, "{} learners, not {count}\n{}", learners.len(), self.log());
            std::thread::sleep(STEP);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for id in descendants(self.child.id()) {
            let _ = kill(Pid::from_raw(id as i32), Signal::SIGKILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The parent of a process.
fn parent(id: u32) -> Option<u32> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    text.rsplit(')').next()?.split_whitespace().nth(1)?.parse().ok()
}

/// All descendants of a process.
fn descendants(id: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let pairs: Vec<(u32, u32)> = ids.filter_map(|id| Some((id, parent(id)?))).collect();
    let mut found = vec![id];
    let mut at = 0;
    while let Some(of) = found.get(at).copied() {
        found.extend(pairs.iter().filter(|(_, parent)| *parent == of).map(|(id, _)| *id));
        at += 1;
    }
    found.split_off(1)
}
