//! Ways out of the lessons that learners may try over SSH. Each is tried twice: against an unprotected server, where it
//! must work (or it would not be a real attempt), and against the block of docs/ssh.md, where it must fail.

use super::class;
use super::server::Server;
use crate::terminal::{Tui, files, program};
use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::{Duration, Instant};

/// The most time of a client.
const MOST: Duration = Duration::from_secs(3);
/// The text on the screen at every step that learners may have reached.
const LESSON: &str = "lesson 1 of 15";

/// Runs a client of OpenSSH with extra arguments, and types commands that make a file. Returns its output, and whether
/// it succeeded.
fn run(server: &Server, program: &str, more: &[&str], file: &str) -> (String, bool) {
    let words = server.words(server.port, "user");
    let words = words.iter().map(String::as_str);
    // Clients that copy files have another option for the port.
    let words = words.map(|word| if word == "-p" && program != "ssh" { "-P" } else { word });
    let words: Vec<&str> = words.chain(more.iter().copied()).collect();
    let typed = format!("touch {}\nexit\n", server.path(file).display());
    let output = server.run(program, &words, typed.as_bytes(), MOST);
    let text = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&text).into_owned(), output.status.success())
}

/// A local service that no client should reach.
fn service() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("set");
    let port = listener.local_addr().expect("an address").port();
    (listener, port.to_string())
}

/// Whether a client has connected to the service.
fn arrives(listener: &TcpListener) -> bool {
    match listener.accept() {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::WouldBlock);
            false
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port()
}

/// A client that only forwards, in a terminal so that it ends with the test.
fn forwarder(server: &Server, words: &[&str]) -> Tui {
    let options = [&["-N"], words].concat();
    server.client(server.port, "user", (&options, ""), (80, 24))
}

/// Whether a port at the client's side leads to the service after these bytes are sent.
fn forwards(
    server: &Server,
    option: &str,
    spec: impl Fn(u16, &str) -> String,
    greeting: impl Fn(u16) -> Vec<u8>,
) -> bool {
    let (listener, within) = service();
    let port = free_port();
    let client = forwarder(server, &[option, &spec(port, &within)]);
    let start = Instant::now();
    let mut line = loop {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(line) => break line,
            Err(_) => assert!(start.elapsed() < 4 * MOST, "the client does not listen:\n{}", client.screen()),
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    line.write_all(&greeting(within.parse().expect("a port"))).expect("sent");
    line.set_read_timeout(Some(Duration::from_millis(10))).expect("set");
    // Either a connection arrives, or the client closes what it could not forward.
    loop {
        if arrives(&listener) {
            return true;
        }
        match line.read(&mut [0; 64]) {
            Ok(0) => return false,
            Err(error) if !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return false,
            _ => assert!(start.elapsed() < 4 * MOST, "neither forwarded nor refused:\n{}", client.screen()),
        }
    }
}

/// The request of a SOCKS 5 client for a port of this machine.
fn socks(port: u16) -> Vec<u8> {
    [&[5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1][..], &port.to_be_bytes()].concat()
}

/// Whether a port of the server leads to the client.
fn leads_back(server: &Server) -> bool {
    let (listener, within) = service();
    let port = free_port();
    let spec = format!("127.0.0.1:{port}:127.0.0.1:{within}");
    let mut client = forwarder(server, &["-o", "ExitOnForwardFailure=yes", "-R", &spec]);
    let start = Instant::now();
    while start.elapsed() < MOST {
        let _visitor = TcpStream::connect(("127.0.0.1", port));
        if arrives(&listener) {
            return true;
        }
        if client.has_ended() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("neither forwarded nor refused:\n{}", client.screen())
}

/// The environment variables of the program that a client with these options starts, with a command that asks for the
/// lessons.
fn variables(server: &Server, options: &[&str], env: &[(&str, &str)]) -> Vec<String> {
    let command = format!("exec {} --kiosk", program());
    let mut tui = server.client_with(server.port, "user", (options, &command), (120, 40), env);
    tui.wait_text(LESSON);
    let learner = server.wait_learners(1)[0];
    let text = fs::read_to_string(format!("/proc/{learner}/environ")).expect("variables");
    tui.send("q");
    tui.wait_exit();
    server.wait_learners(0);
    text.split('\0').map(str::to_owned).collect()
}

fn has(variables: &[String], name: &str) -> bool {
    variables.iter().any(|variable| variable.split('=').next() == Some(name))
}

/// Variables that would make a program do something else.
const SENT: [&str; 7] = ["LD_PRELOAD", "LD_LIBRARY_PATH", "EDITOR", "PAGER", "BASH_ENV", "ENV", "ACTLAB_CONFIG"];

/// Whether any of them arrives, or a path that belongs to the learner.
fn sends_variables(server: &Server) -> bool {
    let env: Vec<(&str, &str)> = SENT.iter().map(|name| (*name, "/nonexistent/escaped")).collect();
    let names = SENT.map(|name| format!("SendEnv={name}"));
    let mut options: Vec<&str> = names.iter().flat_map(|name| ["-o", name.as_str()]).collect();
    options.extend(["-o", "SetEnv=XDG_CONFIG_HOME=/nonexistent/escaped PATH=/nonexistent/escaped:/usr/bin:/bin"]);
    variables(server, &options, &env).iter().any(|variable| variable.contains("escaped"))
}

fn forwards_agent(server: &Server) -> bool {
    let socket = server.path("agent");
    let _ = fs::remove_file(&socket);
    let agent = UnixListener::bind(&socket).expect("a socket");
    // It sends nothing.
    std::thread::spawn(move || agent.incoming().for_each(drop));
    let socket = socket.display().to_string();
    has(&variables(server, &["-A"], &[("SSH_AUTH_SOCK", &socket)]), "SSH_AUTH_SOCK")
}

fn forwards_x11(server: &Server) -> bool {
    has(&variables(server, &["-Y"], &[("DISPLAY", "127.0.0.1:7")]), "DISPLAY")
}

/// Whether a second SSH session can use the connection of the first.
fn shares_a_connection(server: &Server) -> bool {
    let socket = format!("ControlPath={}", server.path("shared").display());
    let command = format!("exec {} --kiosk", program());
    let mut first = server.client(server.port, "user", (&["-M", "-o", &socket], &command), (120, 40));
    first.wait_text(LESSON);
    // A new connection would lead nowhere.
    let second = ["-o", &socket, "-o", "ProxyCommand=false"];
    let mut second = server.client(server.port, "user", (&second, &command), (120, 40));
    let start = Instant::now();
    while !second.screen().contains(LESSON) && !second.has_ended() {
        assert!(start.elapsed() < 4 * MOST, "{}", second.screen());
        std::thread::sleep(Duration::from_millis(10));
    }
    let both = server.learners().len() > 1;
    for tui in [&mut second, &mut first] {
        if !tui.has_ended() {
            tui.send("q");
            tui.wait_exit();
        }
    }
    server.wait_learners(0);
    both
}

/// An attempt that succeeds if a file exists afterwards, at `FILE` in the client's arguments.
type Try = (&'static str, &'static str, &'static [&'static str]);

/// In these arguments, `FILE` is the file to be made, `WITHIN` a file of the server, and `ACTLAB` the program.
const TRIES: [Try; 13] = [
    ("a shell without a terminal", "ssh", &["-T", "127.0.0.1"]),
    ("a shell with one", "ssh", &["-tt", "127.0.0.1"]),
    ("a shell by name", "ssh", &["-tt", "127.0.0.1", "sh"]),
    ("a command", "ssh", &["127.0.0.1", "touch FILE"]),
    ("commands behind another", "ssh", &["127.0.0.1", "x; touch FILE & $(touch FILE)"]),
    ("a command with a terminal", "ssh", &["-tt", "127.0.0.1", "touch FILE"]),
    ("another command of actlab", "ssh", &["127.0.0.1", "ACTLAB render lab --out FILE"]),
    ("another command of actlab with a terminal", "ssh", &["-tt", "127.0.0.1", "ACTLAB render lab --out FILE"]),
    ("a file by sftp", "sftp", &["127.0.0.1:WITHIN", "FILE"]),
    ("a file by scp", "scp", &["127.0.0.1:WITHIN", "FILE"]),
    ("a file by scp of old", "scp", &["-O", "127.0.0.1:WITHIN", "FILE"]),
    ("a file to the server by scp", "scp", &["WITHIN", "127.0.0.1:FILE"]),
    ("a file to the server by scp of old", "scp", &["-O", "WITHIN", "127.0.0.1:FILE"]),
];

/// Whether an attempt makes its file.
fn makes(server: &Server, n: usize, (_, program, words): &Try) -> bool {
    let file = format!("home/made-{n}");
    let places = [
        ("FILE", server.path(&file).display().to_string()),
        ("WITHIN", server.path("sshd_config").display().to_string()),
        ("ACTLAB", crate::terminal::program()),
    ];
    let put = |word: &&str| places.iter().fold((*word).to_owned(), |word, (name, path)| word.replace(name, path));
    let words: Vec<String> = words.iter().map(put).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    run(server, program, &words, &file);
    server.path(&file).exists()
}

/// Every way out, and whether it works at this server.
fn ways(server: &Server) -> Vec<(&'static str, bool)> {
    let mut ways: Vec<(&str, bool)> = std::thread::scope(|scope| {
        let tries = TRIES.iter().enumerate();
        let threads: Vec<_> = tries.map(|(n, one)| (one.0, scope.spawn(move || makes(server, n, one)))).collect();
        threads.into_iter().map(|(name, thread)| (name, thread.join().expect("no panic"))).collect()
    });
    server.wait_learners(0);
    let (listener, port) = service();
    run(server, "ssh", &["-W", &format!("127.0.0.1:{port}"), "127.0.0.1"], "home/made");
    ways.extend([
        ("input and output (-W)", arrives(&listener)),
        ("a local port (-L)", forwards(server, "-L", |port, to| format!("{port}:127.0.0.1:{to}"), |_| vec![b'x'])),
        ("a proxy (-D)", forwards(server, "-D", |port, _| port.to_string(), socks)),
        ("a port of the server (-R)", leads_back(server)),
        ("the agent (-A)", forwards_agent(server)),
        ("variables (SendEnv, SetEnv)", sends_variables(server)),
        ("a second session on one connection", shares_a_connection(server)),
    ]);
    ways
}

#[test]
fn ways_out_are_ways_where_nothing_guards() {
    let Some(server) = Server::start("MaxStartups 100\nAcceptEnv *\nX11Forwarding yes") else { return };
    let closed: Vec<_> = ways(&server).into_iter().filter(|(_, out)| !out).collect();
    assert!(closed.is_empty(), "these try nothing: {closed:?}\n{}", server.log());
    // Only if the machine has what X11 needs.
    if Path::new("/usr/bin/xauth").exists() {
        assert!(forwards_x11(&server), "{}", server.log());
    }
}

#[test]
fn no_way_leads_out_of_the_documented_block() {
    let Some(server) = class::server() else { return };
    let open: Vec<_> = ways(&server).into_iter().filter(|(_, out)| *out).collect();
    assert!(open.is_empty(), "these lead out: {open:?}\n{}", server.log());
    assert!(!forwards_x11(&server));
    let (said, well) = run(&server, "ssh", &["-T", "127.0.0.1"], "home/made");
    assert!(!well && said.contains("actlab needs a terminal for input and output"), "{said}");
    let before = interfaces();
    let tunnel = ["-o", "ExitOnForwardFailure=yes", "-w", "any:any", "127.0.0.1"];
    let (_, well) = run(&server, "ssh", &tunnel, "home/made");
    assert!(!well && interfaces() == before, "a tunnel");
    assert_eq!(files(&server.path("home")), [""; 0], "a file");
}

fn interfaces() -> Vec<String> {
    let folder = fs::read_dir("/sys/class/net").into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> = folder.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn keys_and_sizes_lead_nowhere_either() {
    let Some(server) = class::server() else { return };
    let mut tui = class::enter(&server, "user", &[], "");
    let learner = server.wait_learners(1);
    let refused = "that is not possible here";
    for place in ["", "\t", "\t2"] {
        tui.send(place);
        // Suspending; writing the screen to a file.
        for key in ["\x1a", "\x1bOQ"] {
            tui.send(key);
            tui.wait_text(refused);
            tui.send("\x0c");
            tui.wait_screen("the word gone", |screen| (!screen.contains(refused)).then_some(()));
        }
    }
    tui.wait_text("↑↓ function");
    // A path to read and a place to write cannot be typed.
    tui.send("i\x1b[200~/etc/passwd\x1b[201~");
    tui.wait_text(refused);
    assert!(!tui.screen().contains("passwd"));
    tui.send("\x0c\x13");
    tui.wait_text(refused);
    tui.send("\x0c");
    // The end of input, quitting with a core dump, flow control, shells of pagers and editors.
    tui.send("\x04\x1c\x11!sh\r:!sh\r|sh\r\x1b");
    for size in [(1, 1), (500, 2), (2, 200), (120, 40)] {
        tui.resize(size.0, size.1);
    }
    // The client may pass on the last size alone. It is that of before, so that the program gets no signal and does not draw the
    // lost screen again, until it is asked to.
    tui.send("\x0c2");
    tui.wait_text("activations");
    assert_eq!(server.others(), [""; 0], "something else runs");
    assert_eq!(server.learners(), learner, "it is the same program");
    let stat = fs::read_to_string(format!("/proc/{}/stat", learner[0])).expect("a process");
    assert!(!stat.contains(") T "), "it is stopped");
    // The end of the program is the end of the SSH session.
    tui.send("\x03\x03");
    assert_eq!(tui.wait_exit(), 0);
    server.wait_learners(0);
    assert_eq!(files(&server.path("home")), [""; 0], "a file");
    let kept = files(&server.path("state"));
    assert!(kept.iter().all(|file| file == "actlab/progress.toml"), "{kept:?}");
}

#[test]
fn a_client_without_a_session_holds_nothing() {
    let Some(server) = class::server() else { return };
    let tui = forwarder(&server, &[]);
    let start = Instant::now();
    while !server.log().contains("Accepted publickey") {
        assert!(start.elapsed() < 4 * MOST, "{}", tui.screen());
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!((server.learners().len(), server.others().len()), (0, 0));
}
