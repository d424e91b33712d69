using CometHooks.Cli.Demo;
using Microsoft.AspNetCore.Http;

namespace CometHooks.Proof.Destinations;

/// <summary>One way in which a destination answers, for a while.</summary>
/// <param name="Name">As the report names it.</param>
/// <param name="Write">Writes the answer, or what there is of it.</param>
/// <param name="Counts">Whether the event counts, whatever is answered.</param>
internal sealed record Mood(string Name, Func<HttpContext, Task> Write, Counts Counts = Counts.Maybe)
{
    private int _met;

    /// <summary>How many requests met it.</summary>
    public int Met => Volatile.Read(ref _met);

    /// <summary>The answer to the next request.</summary>
    /// <param name="maybe">Whether it counts where it may.</param>
    public StandInAnswer Answer(bool maybe)
    {
        Interlocked.Increment(ref _met);
        return new StandInAnswer(WriteAsync, Counts == Counts.Always || (maybe && Counts == Counts.Maybe));
    }

    // What breaks off on the way is what is wanted here, and no error of the server's.
    private async Task WriteAsync(HttpContext context)
    {
        try
        {
            await Write(context);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException || context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
    }
}

/// <summary>Whether an event counts that is answered so.</summary>
internal enum Counts
{
    /// <summary>The answer leaves it open.</summary>
    Maybe,

    /// <summary>Cometly's word is that it took the event.</summary>
    Always,

    /// <summary>The answer says that this very request was turned away: whoever says that and counts cannot be helped.</summary>
    Never,
}
