namespace CometHooks.Cli.Diff;

/// <summary>How far a command is, where a person watches: on the terminal's error output, so that the result stays clean.</summary>
/// <param name="steps">How many steps there are.</param>
internal sealed class Progress(int steps)
{
    private readonly bool _isWatched = !Console.IsErrorRedirected;
    private int _done;

    public void Step()
    {
        // Once a percent: a terminal is slower than the work.
        var done = Interlocked.Increment(ref _done);
        if (_isWatched && 100L * done / steps != 100L * (done - 1) / steps)
        {
            Console.Error.Write($"\rmapping {100L * done / steps} %");
        }
    }

    public void End()
    {
        if (_isWatched)
        {
            Console.Error.Write($"\r{new string(' ', 20)}\r");
        }
    }
}
