# The program alone: a static binary, run by a user without rights. The folder to check is mounted as /work:
#   docker build -t mingcha .
#   docker run --rm --network none -v "$PWD:/work" mingcha check list.csv
FROM rust:1.94-bookworm AS build
WORKDIR /src
COPY . .
ENV RUSTFLAGS="-C target-feature=+crt-static"
RUN target=$(rustc -vV | sed -n 's/^host: //p') \
    && cargo build --release --locked --config profile.release.strip=true --target "$target" \
    && install -D "target/$target/release/mingcha" /out/mingcha \
    && install -d -m 755 /out/work

FROM scratch
COPY --from=build /out/ /
# Nobody, by number: there is no list of users here.
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["/mingcha"]
CMD ["--help"]
