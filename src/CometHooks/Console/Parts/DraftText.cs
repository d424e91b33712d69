using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CometHooks.WebConsole.Parts;

/// <summary>Text that somebody writes in the browser. It is fetched as a stream: a message of the page may not be as long.</summary>
internal static class DraftText
{
    public static async Task<string> ReadAsync(IJSRuntime script, ElementReference area, CancellationToken cancellationToken)
    {
        await using var reference = await script.InvokeAsync<IJSStreamReference>("comethooks.textOf", cancellationToken, area);
        await using var stream = await reference.OpenReadStreamAsync(4L * Operate.Edit.MappingTrial.LongestText, cancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
