using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CometHooks.BrowserTests;

/// <summary>Somebody's browser: its page, what went wrong in it, and where it went.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _home;
    private readonly ConcurrentQueue<string> _errors = new();
    private IPage? _page;

    public Visit(IBrowserContext context, Uri home)
    {
        (_context, _home) = (context, home);
        context.Console += (_, message) => Note(message.Type == "error", message.Text);
        context.WebError += (_, error) => Note(true, error.Error);
        context.Request += (_, request) => Note(!request.Url.StartsWith(_home.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal), $"went to {request.Url}");
    }

    public IPage Page => _page ??= _context.NewPageAsync().GetAwaiter().GetResult();

    /// <summary>Errors in the browser's console, and requests to anywhere else.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Its cookies, for another visit.</summary>
    public Task<string> SessionAsync() => _context.StorageStateAsync();

    /// <summary>Fills the form of signing in or setting up.</summary>
    public async Task SubmitAsync(string name, string password)
    {
        await Page.FillAsync("#name", name);
        await Page.FillAsync("#password", password);
        await Page.ClickAsync("button[type=submit]");
    }

    /// <summary>Opens a page and waits until it has read what it shows.</summary>
    public async Task OpenAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator("h1").First.WaitForAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Progressbar)).ToHaveCountAsync(0);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(bool isWrong, string text)
    {
        if (isWrong)
        {
            _errors.Enqueue(text);
        }
    }
}
