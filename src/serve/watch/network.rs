//! File systems on which others change files without a word to this machine.

use std::path::Path;

/// The type of the file system that the folder `real` lies on, if it does not tell of all changes. `real` is canonical.
#[cfg(target_os = "linux")]
pub fn silent(real: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let device = real.metadata().ok()?.dev();
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    linux::type_of(&mounts, device)
        .filter(|kind| linux::is_silent(kind))
        .map(str::to_owned)
}

#[cfg(target_os = "linux")]
mod linux {
    /// Types of network shares and of folders shared with a virtual machine's host.
    const SILENT: [&str; 24] = [
        "9p",
        "acfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "drvfs",
        "fuse",
        "gfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "orangefs",
        "prl_fs",
        "smb3",
        "smbfs",
        "vboxsf",
        "virtiofs",
    ];

    /// The type of the file system with the number `device`, by the lines of proc_pid_mountinfo(5).
    pub fn type_of(mounts: &str, device: u64) -> Option<&str> {
        // As gnu_dev_major and gnu_dev_minor of glibc take it apart.
        let major = ((device >> 8) & 0xfff) | ((device >> 32) & 0xffff_f000);
        let minor = (device & 0xff) | ((device >> 12) & 0xffff_ff00);
        let number = format!("{major}:{minor}");
        mounts
            .lines()
            .filter(|line| line.split(' ').nth(2) == Some(&number))
            .find_map(|line| line.split_once(" - ")?.1.split(' ').next())
    }

    /// `fuse.sshfs` and its kin are silent; `fuseblk` is a disk.
    pub fn is_silent(kind: &str) -> bool {
        SILENT.contains(&kind) || kind.starts_with("fuse.") || kind == "vmhgfs"
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        const MOUNTS: &str = "\
36 35 98:0 / / rw,noatime master:1 - ext3 /dev/root rw,errors=continue
77 36 0:52 / /mnt/with\\040space rw,relatime shared:7 - nfs4 server:/a rw
78 36 259:70000 / /data rw - xfs /dev/nvme0n1p1 rw
79 36 0:53 / /mnt/ssh rw shared:8 master:2 - fuse.sshfs me@host: rw
";

        #[test]
        fn a_device_is_found_by_its_number() {
            let device =
                |major: u64, minor: u64| (major << 8) | (minor & 0xff) | ((minor & !0xff) << 12);
            assert_eq!(type_of(MOUNTS, device(98, 0)), Some("ext3"));
            assert_eq!(type_of(MOUNTS, device(0, 52)), Some("nfs4"));
            assert_eq!(type_of(MOUNTS, device(259, 70000)), Some("xfs"));
            assert_eq!(type_of(MOUNTS, device(0, 53)), Some("fuse.sshfs"));
            assert_eq!(type_of(MOUNTS, device(8, 1)), None);
        }

        #[test]
        fn shares_are_silent_and_disks_are_not() {
            let silent = [
                "nfs4",
                "cifs",
                "9p",
                "fuse.sshfs",
                "fuse",
                "vboxsf",
                "virtiofs",
            ];
            assert!(silent.iter().all(|kind| is_silent(kind)));
            let told = [
                "ext4", "btrfs", "tmpfs", "overlay", "fuseblk", "xfs", "vfat",
            ];
            assert!(!told.iter().any(|kind| is_silent(kind)));
        }
    }
}

/// The type of the file system that the folder `real` lies on, if it does not tell of all changes.
#[cfg(target_os = "macos")]
pub fn silent(real: &Path) -> Option<String> {
    /// `MNT_LOCAL` of sys/mount.h.
    const LOCAL: u32 = 0x1000;
    let stat = rustix::fs::statfs(real).ok()?;
    let name = stat.f_fstypename.iter().take_while(|byte| **byte != 0);
    let name: Vec<u8> = name.map(|byte| byte.to_ne_bytes()[0]).collect();
    (stat.f_flags & LOCAL == 0).then(|| String::from_utf8_lossy(&name).into_owned())
}

/// The kind of the share that the folder `real` lies on. `real` is canonical, so that a share mapped to a letter shows its name.
#[cfg(windows)]
pub fn silent(real: &Path) -> Option<String> {
    use std::path::{Component, Prefix};
    match real.components().next() {
        Some(Component::Prefix(prefix)) => match prefix.kind() {
            Prefix::UNC(..) | Prefix::VerbatimUNC(..) => Some("UNC".to_owned()),
            _ => None,
        },
        _ => None,
    }
}

/// No share is known on other systems: the walks find out.
#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
pub fn silent(_: &Path) -> Option<String> {
    None
}
