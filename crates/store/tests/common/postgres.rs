//! A PostgreSQL server for one test: on a free port, in a temporary folder, stopped at the end.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// How to get what is missing.
const HOW: &str = "PostgreSQL is not installed: its half of this test is left out. On Debian: apt-get install postgresql. \
                   Its programs (initdb, pg_ctl) are looked for in PATH and /usr/lib/postgresql/*/bin. \
                   Set VERBALE_REQUIRE_POSTGRES=1 to make this a failure.";

/// A running server.
pub struct Server {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

impl Server {
    /// Starts a server; `None`, with a word on how to get it, where PostgreSQL is not installed.
    pub fn start() -> Option<Server> {
        let Some(programs) = programs() else {
            assert!(std::env::var_os("VERBALE_REQUIRE_POSTGRES").is_none(), "{HOW}");
            eprintln!("{HOW}");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Server { folder, programs, port };
        if is_root() {
            // The server refuses to run as root; Debian's package makes the user "postgres".
            let done = Command::new("chown").arg("postgres").arg(server.folder.path()).output().unwrap();
            assert!(done.status.success(), "{done:?}");
        }
        let data = server.data();
        server.run(
            "initdb",
            &["-D", &data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"],
        );
        let options =
            format!("-p {port} -h 127.0.0.1 -k '' -F -c full_page_writes=off -c synchronous_commit=off");
        let log = server.folder.path().join("log").display().to_string();
        server.run("pg_ctl", &["-D", &data, "-o", &options, "-l", &log, "-w", "-t", "60", "start"]);
        Some(server)
    }

    /// A new empty database: its address.
    pub fn database(&self, name: &str) -> String {
        let port = self.port.to_string();
        self.run("createdb", &["-h", "127.0.0.1", "-p", &port, "-U", "postgres", name]);
        format!("postgres://postgres@127.0.0.1:{port}/{name}")
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let done = self.output(program, arguments);
        assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn output(&self, program: &str, arguments: &[&str]) -> Output {
        let program = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // Output to files, not pipes: the server inherits them and would keep them open.
        let (out, err) = (self.folder.path().join("out"), self.folder.path().join("err"));
        command.stdout(std::fs::File::create(out).unwrap()).stderr(std::fs::File::create(&err).unwrap());
        let status = command.args(arguments).current_dir("/").status().unwrap();
        Output { status, stdout: Vec::new(), stderr: std::fs::read(err).unwrap() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.data();
        let _ = self.output("pg_ctl", &["-D", &data, "-m", "immediate", "-w", "stop"]);
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.starts_with(b"0\n"))
}

fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut packaged: Vec<PathBuf> = versions.map(|v| v.path().join("bin")).collect();
    packaged.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let has_all = |folder: &Path| ["initdb", "pg_ctl", "createdb"].iter().all(|p| folder.join(p).exists());
    packaged.into_iter().rev().chain(in_path).find(|folder| has_all(folder))
}
