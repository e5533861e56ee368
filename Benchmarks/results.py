"""What was measured, as lines while it goes on and as Markdown at the end."""


class Results:
    def __init__(self):
        self.ratios = []
        self.facts = []

    def ratio(self, what, against, ours, theirs):
        """Seedbed's seconds over the others': 1 is as fast, 2 takes twice as long."""
        self.ratios.append((what, against, ours / theirs))
        print(
            f"{what:46} {ours * 1000:9.1f} ms  {theirs * 1000:9.1f} ms {against:14}"
            f" ratio {ours / theirs:6.3f}", flush=True)

    def fact(self, what, found):
        self.facts.append((what, found))
        print(f"{what:46} {found}", flush=True)

    def markdown(self):
        """The tables of docs/performance.md."""
        lines = ["| what | against | ratio |", "|---|---|---|"]
        lines += [f"| {what} | {against} | {short(ratio)} |" for what, against, ratio in self.ratios]
        if self.facts:
            lines += ["", "| what | found |", "|---|---|"]
            lines += [f"| {what} | {found} |" for what, found in self.facts]
        return "\n".join(lines)


def short(ratio):
    """Two digits; a ratio far below 1 as a fraction."""
    return f"1/{1 / ratio:.0f}" if ratio < 0.1 else f"{ratio:.2f}"


def megabytes(count):
    return f"{count / 1e6:.0f} MB"
