using CometHooks.Operate.Access;
using CometHooks.Operate.Api;
using CometHooks.Operate.Edit;
using CometHooks.Store;
using CometHooks.WebConsole.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
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

    private string _name = "";
    private bool _isRead;
    private MappingView? _view;
    private string _start = "";
    private string _from = "";
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

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> SignedIn { get; set; } = null!;

    private MappingViews Views => Services.GetRequiredService<MappingViews>();

    /// <summary>Whoever writes has paused, or wants it checked.</summary>
    [JSInvokable]
    public async Task Changed()
    {
        var number = ++_checks;
        var text = await ReadTextAsync();
        var tried = await Services.GetRequiredService<MappingTrial>().TryAsync(_name, text, _closed.Token);

        // Only the newest text's result is shown.
        if (number == _checks)
        {
            _isChanged = text != _start;
            _check = DraftCheck.Of(tried, text, withValues: _mayTry);
            _answer = null;
            await InvokeAsync(StateHasChanged);
            await Script.InvokeVoidAsync("comethooks.mark", _closed.Token, _area, _check.Problems);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _self?.Dispose();
        _closed.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var user = (await SignedIn).User;
        (_mayTry, _mayActivate) = (user.May(AccessRole.Operator), user.May(AccessRole.Admin));

        // Links elsewhere write the slash in it as %2F.
        _name = Uri.UnescapeDataString(Name ?? "");
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isRead && _view is not null && !_isPlaced)
        {
            _isPlaced = true;
            _self ??= DotNetObjectReference.Create(this);
            await Script.InvokeVoidAsync("comethooks.edit", _area, _self, _start);
            await Changed();
        }
    }

    private Task<string> ReadTextAsync() => DraftText.ReadAsync(Script, _area, _closed.Token);

    private async Task LoadAsync()
    {
        _view = Views.Find(_name);
        var text = await Views.TextAsync(_name, _closed.Token);
        (_start, _from) = (Lines(text?.Text ?? ""), text?.Version ?? "");
        (_isRead, _isPlaced, _isChanged, _check, _answer) = (true, false, false, null, null);
        StateHasChanged();
    }

    private async Task ActivateAsync()
    {
        // The button is hidden from others; this is what keeps them out.
        var user = (await SignedIn).User;
        if (!user.May(AccessRole.Admin))
        {
            return;
        }

        var text = await ReadTextAsync();
        var done = await Services.GetRequiredService<MappingActivation>().ActivateAsync(_name, text, _from, user.Actor(), _closed.Token);
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

    private async Task SaveAsync() => await Script.InvokeVoidAsync("comethooks.save", _name.Split('/')[^1], await ReadTextAsync());

    private async Task GoToAsync(int line, int column) => await Script.InvokeVoidAsync("comethooks.goTo", _area, line, column);

    // A browser knows no other ends of lines.
    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);
}
