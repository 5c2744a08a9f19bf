//! Who may read a report: nobody else while it is being written; then whoever could read the file that it replaces, or any
//! other new file of the user.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Creates a file that nobody else can read. Never one that exists: it would be another run's, or a link that somebody made.
pub(super) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Gives a finished file the owner and the permissions of the one that it replaces, or those of a new file.
#[cfg(unix)]
#[allow(clippy::useless_conversion, reason = "a mode has 16 bits on macOS")]
pub(super) fn hand_over(file: &File, replaced: &Path) -> io::Result<()> {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};

    use nix::sys::stat::{Mode, umask};

    const OF_A_NEW_FILE: u32 = 0o666;
    const ALL: u32 = 0o7777;

    let Some(old) = fs::metadata(replaced).ok().filter(fs::Metadata::is_file) else {
        // The mask can be read only by setting it.
        let mask = umask(Mode::S_IRWXG | Mode::S_IRWXO);
        umask(mask);
        return file.set_permissions(Permissions::from_mode(OF_A_NEW_FILE & !u32::from(mask.bits())));
    };

    // Only root may give a file away, and others may choose among their groups.
    let new = file.metadata()?;
    let has_owner = new.uid() == old.uid() || fchown(file, Some(old.uid()), None).is_ok();
    let has_group = new.gid() == old.gid() || fchown(file, None, Some(old.gid())).is_ok();

    let mut mode = old.mode() & ALL;
    if !has_group {
        // Another group may do no more than everybody.
        mode = mode & !0o2070 | (mode & 0o007) << 3;
    }
    if !has_owner {
        mode &= !0o4000;
    }
    file.set_permissions(Permissions::from_mode(mode))
}

/// Does nothing: on other systems a file has the permissions of its folder.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "as on Unix")]
pub(super) fn hand_over(_: &File, _: &Path) -> io::Result<()> {
    Ok(())
}
