using CometHooks.Operate.Access;
using CometHooks.Receive;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CometHooks.Operate.Api;

/// <summary>
/// The listeners keep the paths apart; this keeps the API in should that ever change. A write with a session's cookie says
/// that no other site's page sent it: a browser lets none send a header of its own to another site.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AdminOnlyAttribute : Attribute, IAsyncResourceFilter
{
    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (http.Features.Get<Listener>() is not { IsAdmin: true })
        {
            return WebhookAnswer.NotFound.WriteAsync(http);
        }

        var isWrite = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        return isWrite && !ApiKeyScheme.IsMeant(http.Request) && !http.Request.Headers.ContainsKey(ByHand.Header)
            ? Refusals.ByPageAsync(http)
            : next();
    }
}
