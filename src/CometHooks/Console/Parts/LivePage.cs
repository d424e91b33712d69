using Microsoft.AspNetCore.Components;

namespace CometHooks.WebConsole.Parts;

/// <summary>A page that reads again every few seconds, as long as somebody has it open. What fails is said on the page, and tried again.</summary>
public abstract class LivePage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _closed = new();

    // What was asked for first must not be shown last.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Task _reading = Task.CompletedTask;

    // The token outlives its source: an action may end after its page.
    protected LivePage() => Closed = _closed.Token;

    /// <summary>What the last reading failed with, for the person who looks at the page.</summary>
    protected string? Trouble { get; private set; }

    /// <summary>Ends with the page.</summary>
    protected CancellationToken Closed { get; }

    protected virtual TimeSpan Interval => TimeSpan.FromSeconds(5);

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task ReadAsync();

    protected override void OnInitialized() => _reading = ReadOnAsync();

    /// <summary>Reads now; says on the page what went wrong.</summary>
    protected async Task ReadNowAsync()
    {
        if (Closed.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await _turn.WaitAsync(Closed);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            await ReadAsync();
            Trouble = null;
        }
        catch (OperationCanceledException) when (Closed.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            ConsoleLog.NotRead(Loggers.CreateLogger(GetType()), e);
            Trouble = "The store could not be read. The page tries again by itself.";
        }
        finally
        {
            _turn.Release();
        }

        await InvokeAsync(StateHasChanged);
    }

    /// <summary>What to say of an action that failed; the log has the rest.</summary>
    protected string NotDone(Exception e)
    {
        ConsoleLog.NotDone(Loggers.CreateLogger(GetType()), e);
        return ConsoleLog.TryAgain;
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _reading;
        await _turn.WaitAsync(CancellationToken.None);
        _turn.Dispose();
        _closed.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task ReadOnAsync()
    {
        await ReadNowAsync();
        using var timer = new PeriodicTimer(Interval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(Closed))
            {
                await InvokeAsync(ReadNowAsync);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
    }
}
