# The hub in one container: one volume (/data), two ports (8080 for the platforms, 8081 for you), no root.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
# The projects first: packages are restored again only when one of these files changes.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/CometHooks.Abstractions/CometHooks.Abstractions.csproj src/CometHooks.Abstractions/
COPY src/CometHooks/CometHooks.csproj src/CometHooks/
COPY adapters/CometHooks.Stripe/CometHooks.Stripe.csproj adapters/CometHooks.Stripe/
COPY adapters/CometHooks.Shopify/CometHooks.Shopify.csproj adapters/CometHooks.Shopify/
COPY adapters/CometHooks.Calendly/CometHooks.Calendly.csproj adapters/CometHooks.Calendly/
RUN dotnet restore src/CometHooks
COPY src src
COPY adapters adapters
COPY config config
RUN dotnet publish src/CometHooks -c Release --no-restore -o /out

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /out .
# The volume belongs to the user that runs the hub, also where it is created on first use.
RUN mkdir /data && chown $APP_UID:$APP_UID /data
USER $APP_UID
ENV Store__Path=/data/comethooks.db \
    Console__setup_folder=/data \
    COMETHOOKS_CONFIG=/app/config \
    DOTNET_EnableDiagnostics=0
VOLUME /data
EXPOSE 8080 8081
# Asks the hub's own /healthz; starting up may take some seconds.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["dotnet", "CometHooks.dll", "health"]
# exec form, so that SIGTERM reaches the hub and it finishes what is in flight
ENTRYPOINT ["dotnet", "CometHooks.dll"]
CMD ["serve"]
