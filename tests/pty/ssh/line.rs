//! A slow connection: bytes are delayed in both directions, and limited to a rate towards the client.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

/// The size of a packet, and the number of packets that a router buffers.
const PACKET: usize = 1400;
const QUEUE: usize = 64;

/// A local port that leads to another one over a slow connection.
pub(crate) struct SlowLine {
    pub(crate) port: u16,
    over: Arc<AtomicBool>,
}

impl SlowLine {
    /// A connection to a port with `rate` bytes per second towards the client, and a delay in each direction.
    pub(crate) fn to(target: u16, rate: f64, delay: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let over = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&over);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(server) = TcpStream::connect(("127.0.0.1", target)) else { return };
                for end in [&client, &server] {
                    let _ = end.set_nodelay(true);
                }
                let twice = |end: &TcpStream| end.try_clone().expect("a socket");
                pipe(twice(&client), twice(&server), None, delay);
                pipe(server, client, Some(rate), delay);
            }
        });
        Self { port, over }
    }
}

impl Drop for SlowLine {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        // This wakes the thread that waits for clients.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn sleep_until(time: Instant) {
    std::thread::sleep(time.saturating_duration_since(Instant::now()));
}

fn pipe(mut from: TcpStream, mut to: TcpStream, rate: Option<f64>, delay: Duration) {
    let (queue, arrivals) = sync_channel::<(Instant, Vec<u8>)>(QUEUE);
    std::thread::spawn(move || {
        let (mut free, mut buffer) = (Instant::now(), [0; PACKET]);
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            if let Some(rate) = rate {
                free = free.max(Instant::now()) + Duration::from_secs_f64(count as f64 / rate);
                sleep_until(free);
            }
            if queue.send((Instant::now() + delay, buffer[..count].to_vec())).is_err() {
                return;
            }
        }
    });
    std::thread::spawn(move || {
        for (due, bytes) in arrivals {
            sleep_until(due);
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
}
