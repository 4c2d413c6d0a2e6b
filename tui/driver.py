"""The terminal driver: Textual's own, which leaves nothing of a case on the screen that it leaves."""

from textual.drivers.linux_driver import LinuxDriver

ERASE = "\x1b[0m\x1b[2J\x1b[H"


class FourfoldDriver(LinuxDriver):
    """Erases the alternate screen before leaving it: some terminals show its last contents afterwards."""

    def stop_application_mode(self) -> None:
        """Erase, then leave."""
        self.write(ERASE)
        super().stop_application_mode()
