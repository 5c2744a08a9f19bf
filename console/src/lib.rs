//! What mingcha asks of the Windows console, where no safe crate answers. This is the only crate of the project with unsafe code.

/// Whether the window of this program was opened for it, so that it closes when the program ends: after a double click, or when
/// files were dragged onto the program. Always `false` on other systems, and without a window.
#[must_use]
pub fn is_owned() -> bool {
    attached() == 1
}

/// How many programs share the window, counted up to two.
#[cfg(windows)]
fn attached() -> u32 {
    use windows_sys::Win32::System::Console::GetConsoleProcessList;

    const MOST: u32 = 2;
    let mut processes = [0; MOST as usize];
    // SAFETY: the pointer is that of an array of `MOST` numbers, which outlives the call, and the function writes no more. If
    // there are more programs it writes none and returns how many there are.
    unsafe { GetConsoleProcessList(processes.as_mut_ptr(), MOST) }
}

#[cfg(not(windows))]
fn attached() -> u32 {
    0
}
