using System.Globalization;
using CometHooks.Operate.Api;
using CometHooks.Operate.Edit;
using CometHooks.Operate.Scrub;
using CometHooks.Store;
using CometHooks.WebConsole.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace CometHooks.WebConsole.Pages;

/// <summary>One mapping: its text is checked as it is written, tried on what arrived, and made active.</summary>
public sealed partial class MappingEditor
{
    private readonly CancellationTokenSource _closed = new();
    private DotNetObjectReference<MappingEditor>? _self;
    private ElementReference _area;
    private MappingVersionsPanel? _versions;

    private (string? Name, string? Webhook, string? Example)? _asked;
    private string _name = "";
    private bool _isRead;
    private MappingView? _view;
    private MappingText? _text;
    private string _start = "";
    private string _draft = "";
    private int _line;
    private string? _told;
    private string _patch = "";
    private DraftCheck? _check;
    private string? _answer;
    private bool _isChanged;
    private bool _isPlaced;
    private bool _mayTry;
    private bool _mayActivate;
    private int _checks;

    /// <summary>The mapping, as it stands in the address.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>A webhook to preview.</summary>
    [SupplyParameterFromQuery]
    public string? Webhook { get; set; }

    /// <summary>A webhook whose sample was saved: its example is added to the text.</summary>
    [SupplyParameterFromQuery]
    public string? Example { get; set; }

    [Inject]
    private MappingViews Views { get; set; } = null!;

    [Inject]
    private MappingTrial Trial { get; set; } = null!;

    [Inject]
    private MappingActivation Activation { get; set; } = null!;

    [Inject]
    private EventSamples Samples { get; set; } = null!;

    [Inject]
    private ILogger<MappingEditor> Log { get; set; } = null!;

    [Inject]
    private SignedInUser SignedIn { get; set; } = null!;

    /// <summary>Whoever writes has paused, or wants it checked.</summary>
    [JSInvokable]
    public async Task Changed()
    {
        var number = ++_checks;
        try
        {
            var text = await ReadTextAsync();
            var tried = await Trial.TryAsync(_name, text, _closed.Token);

            // Only the newest text's result is shown.
            if (number == _checks)
            {
                _isChanged = Lines(text) != _start;
                _patch = _isChanged && _view is { IsWritable: false } && !DraftText.IsTooLong(text) ? MappingPatch.Of(_name, _text!.Text, text) : "";
                _check = DraftCheck.Of(tried, text, withValues: _mayTry);
                _answer = null;
                await InvokeAsync(StateHasChanged);
                await Script.InvokeVoidAsync("comethooks.mark", _closed.Token, _area, _check.Problems);
            }
        }
        catch (Exception e) when (!_closed.IsCancellationRequested)
        {
            // The draft must outlive it, and what an older text was says nothing of this one.
            ConsoleLog.NotDone(Log, e);
            (_isChanged, _check, _answer) = (true, null, "The text could not be checked; the hub's log says why. It is still here: press Check again, or copy it.");
            await InvokeAsync(StateHasChanged);
        }
    }

    // Only cancelled: what still runs may ask for its token.
    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _self?.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        (_mayTry, _mayActivate) = (await SignedIn.ActorAsync(AccessRole.Operator) is not null, await SignedIn.ActorAsync(AccessRole.Admin) is not null);

        // That somebody's session was looked at again must not take their draft away.
        if (_asked == (Name, Webhook, Example))
        {
            return;
        }

        _asked = (Name, Webhook, Example);

        // Links elsewhere write the slash in it as %2F.
        _name = Uri.UnescapeDataString(Name ?? "");
        await LoadAsync(Number(Example));
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isRead && _view is not null && !_isPlaced)
        {
            _isPlaced = true;
            _self ??= DotNetObjectReference.Create(this);
            await Script.InvokeVoidAsync("comethooks.edit", _area, _self, _draft);
            await Changed();
            if (_line > 0)
            {
                await GoToAsync(_line, 1);
            }
        }
    }

    // As it would stand in the file: a browser knows one end of lines only.
    private async Task<string> ReadTextAsync()
    {
        var text = await DraftText.ReadAsync(Script, _area, _closed.Token);
        return _text is { Text: { } file } && file.Contains('\r', StringComparison.Ordinal) && file == _start.Replace("\n", "\r\n", StringComparison.Ordinal)
            ? text.Replace("\n", "\r\n", StringComparison.Ordinal)
            : text;
    }

    private async Task LoadAsync(long? exampleOf = null)
    {
        _view = Views.Find(_name);
        _text = await Views.TextAsync(_name, _closed.Token);
        _draft = _start = Lines(_text?.Text ?? "");
        (_line, _told, _patch) = (0, null, "");
        if (_view is not null && _mayActivate && exampleOf is { } webhook)
        {
            await AddExampleAsync(webhook);
        }

        (_isRead, _isPlaced, _isChanged, _check, _answer) = (true, false, false, null, null);
        StateHasChanged();
    }

    private async Task AddExampleAsync(long webhook)
    {
        var sample = await Samples.OfSavedAsync(webhook, _closed.Token);
        _told = sample is not { File: { } file, Example: { } example } ? $"There is no sample of wh_{webhook} on this hub, so no example was added."
            : _start.Contains(file, StringComparison.Ordinal) ? $"samples/{file} stands in an example already, so none was added."
            : AddedExample.TryAdd(_name, _start, example, out _draft, out _line, out var why) ? $"The example of wh_{webhook} was added at line {_line}; its sample is samples/{file}. Look at it, then activate the mapping."
            : $"The example was not added, because {why}. Copy it from the event's page.";
    }

    private async Task ActivateAsync()
    {
        if (await SignedIn.ActorAsync(AccessRole.Admin) is not { } actor)
        {
            return;
        }

        var text = await ReadTextAsync();
        var done = await Activation.ActivateAsync(_name, text, _text!.Version, actor, _closed.Token);
        if (done.End == ActivationEnd.Active)
        {
            Said.Add($"Version {done.Version} is active.", Severity.Success);
            await LoadAsync();
            await _versions!.ReadAsync();
        }
        else
        {
            _check = done.Tried is { } tried ? DraftCheck.Of(tried, text, withValues: true) : _check;
            _answer = done.End == ActivationEnd.Refused ? "The mapping does not hold; nothing was changed." : DraftAnswers.Of(done);
        }
    }

    private async Task SaveAsync()
    {
        var text = await ReadTextAsync();
        if (DraftText.IsTooLong(text))
        {
            _answer = $"The text is {DraftText.TooLong}. Copy it out of the field instead.";
            return;
        }

        await Script.InvokeVoidAsync("comethooks.save", _name.Split('/')[^1], text);
    }

    private async Task GoToAsync(int line, int column) => await Script.InvokeVoidAsync("comethooks.goTo", _area, line, column);

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
